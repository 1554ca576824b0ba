package org.pvpoutcomes.story;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One way to send many stories: which step when, in which transaction, and how often. */
final class Telling {

  private static final int MOST_AT_ONCE = 30;

  private Telling() {}

  /** The steps as they are, a few at a time. */
  static List<List<Step>> inOrder(List<Step> steps) {
    return transactions(steps, new Random(0), false);
  }

  /**
   * All stories at once, in random order, as {@code threads} senders would tell them side by side;
   * only the steps of one resource keep their order. Some transactions come twice.
   *
   * @return the transactions of each sender
   */
  static List<List<List<Step>>> inAnyOrder(List<Step> steps, int threads, Random random) {
    Map<String, List<Step>> byResource = new LinkedHashMap<>();
    for (Step step : steps) {
      byResource.computeIfAbsent(step.reference(), r -> new ArrayList<>()).add(step);
    }
    List<List<List<Step>>> senders = new ArrayList<>();
    List<List<String>> turns = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      turns.add(new ArrayList<>());
    }
    byResource.forEach(
        (reference, of) ->
            turns.get(random.nextInt(threads)).addAll(Collections.nCopies(of.size(), reference)));
    for (List<String> ofSender : turns) {
      Collections.shuffle(ofSender, random);
      List<Step> shuffled =
          ofSender.stream().map(reference -> byResource.get(reference).removeFirst()).toList();
      senders.add(transactions(shuffled, random, true));
    }
    return senders;
  }

  /** Splits the steps; no transaction writes a resource twice. */
  private static List<List<Step>> transactions(
      Collection<Step> steps, Random random, boolean withRetries) {
    List<List<Step>> transactions = new ArrayList<>();
    List<Step> open = new ArrayList<>();
    Set<String> written = new HashSet<>();
    int size = 1 + random.nextInt(MOST_AT_ONCE);
    for (Step step : steps) {
      if (open.size() == size || !written.add(step.reference())) {
        close(transactions, open, withRetries && random.nextInt(6) == 0);
        open = new ArrayList<>();
        written.clear();
        written.add(step.reference());
        size = 1 + random.nextInt(MOST_AT_ONCE);
      }
      open.add(step);
    }
    close(transactions, open, false);
    return transactions;
  }

  private static void close(List<List<Step>> transactions, List<Step> open, boolean twice) {
    if (!open.isEmpty()) {
      transactions.add(open);
      if (twice) {
        transactions.add(open);
      }
    }
  }
}
