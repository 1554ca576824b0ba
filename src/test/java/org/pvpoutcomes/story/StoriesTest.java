package org.pvpoutcomes.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.EmptyRecord;

/**
 * Whatever the order in which stories are told, by how many senders, in which transactions and with
 * which retries: in the end the service answers as if they had been told one after the other, to
 * the byte. The profile {@code stories} runs more and longer.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoriesTest {

  private static final int STORIES = Integer.getInteger("stories", 2000);
  private static final int ORDERS = Integer.getInteger("stories.orders", 10);
  private static final long SEED = Long.getLong("stories.seed", 20211159);
  private static final int THREADS = 4;

  @TestHTTPResource("/")
  URI base;

  @Test
  void any_order_gives_the_answers_of_the_ordered_run() throws Exception {
    StoryService service = new StoryService(base);
    List<Step> steps = new ArrayList<>(StoryVocabulary.steps());
    for (int number = 0; number < STORIES; number++) {
      steps.addAll(Story.steps(SEED, number));
    }
    for (List<Step> transaction : Telling.inOrder(steps)) {
      service.send(transaction);
    }
    service.awaitRemapped();
    Map<String, String> ordered = service.answers();

    for (int order = 1; order <= ORDERS; order++) {
      EmptyRecord.make();
      tell(service, Telling.inAnyOrder(steps, THREADS, new Random(SEED + order)));
      service.awaitRemapped();

      assertSame(service.answers(), ordered, "in random order " + order);
    }
    service.rebuild();
    assertSame(service.answers(), ordered, "after a rebuild");
  }

  private static void tell(StoryService service, List<List<List<Step>>> senders) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(senders.size())) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (List<List<Step>> transactions : senders) {
        tasks.add(
            () -> {
              transactions.forEach(service::send);
              return null;
            });
      }
      for (Future<Void> sender : threads.invokeAll(tasks)) {
        finish(sender);
      }
    }
  }

  private static void finish(Future<Void> sender) throws Exception {
    try {
      sender.get();
    } catch (ExecutionException e) {
      throw new AssertionError("A transaction was refused", e.getCause());
    }
  }

  /** The differing answers first: a map of thousands is no message. */
  private static void assertSame(
      Map<String, String> actual, Map<String, String> expected, String when) {
    assertThat(actual.keySet()).as(when).isEqualTo(expected.keySet());
    expected.forEach(
        (url, answer) -> assertThat(actual.get(url)).as("%s %s", url, when).isEqualTo(answer));
  }
}
