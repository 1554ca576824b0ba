package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ComplicationFact;

/**
 * To which session each report of a leak or a clinical event belongs.
 *
 * <p>A report belongs to the session whose procedure it names or that names it; of several to the
 * latest that had begun at its onset. A report that no procedure claims goes with the reports that
 * it is linked to, however far. A leak can only come from cement, so a leak that this leaves over
 * goes to the latest session that had begun at its onset, or to the only session. What a procedure
 * outside the study's sessions claims, and what is linked to nothing but that, belongs to none.
 * Pain, infection and the rest can come from the disease: unclaimed and unlinked, they are no
 * complication of a session.
 */
final class ComplicationSessions {

  private final List<TreatedSession> sessions;
  private final Map<String, Set<TreatedSession>> ofOtherResources;
  private final Map<ComplicationFact, Set<ComplicationFact>> links = new HashMap<>();
  private final Map<ComplicationFact, TreatedSession> found = new HashMap<>();
  private final Set<ComplicationFact> elsewhere = new HashSet<>();

  private ComplicationSessions(
      List<TreatedSession> sessions, Map<String, Set<TreatedSession>> ofOtherResources) {
    this.sessions = sessions;
    this.ofOtherResources = ofOtherResources;
  }

  /**
   * The session of each report that belongs to one.
   *
   * @param facts those that count and are not after the death
   * @param ofOtherResources sessions of reports of other kinds, by the reference of their resource
   * @param claimedElsewhere references that procedures outside the sessions name as their
   *     complication
   */
  static Map<ComplicationFact, TreatedSession> of(
      List<TreatedSession> sessions,
      List<ComplicationFact> facts,
      Map<String, Set<TreatedSession>> ofOtherResources,
      Set<String> claimedElsewhere) {
    ComplicationSessions search = new ComplicationSessions(sessions, ofOtherResources);
    search.link(facts);
    facts.forEach(fact -> search.claim(fact, claimedElsewhere));
    search.follow(facts);
    for (ComplicationFact fact : facts) {
      if (search.isOpen(fact) && fact.kind() == ComplicationKind.CEMENT_LEAKAGE) {
        search.note(fact, search.cause(fact.onset()));
      }
    }
    search.follow(facts);
    return search.found;
  }

  private void link(List<ComplicationFact> facts) {
    Map<String, List<ComplicationFact>> byReference = new HashMap<>();
    facts.forEach(
        fact ->
            byReference
                .computeIfAbsent(fact.source().reference(), r -> new ArrayList<>())
                .add(fact));
    for (ComplicationFact fact : facts) {
      links.computeIfAbsent(fact, f -> new HashSet<>());
      for (String reference : fact.related()) {
        for (ComplicationFact other : byReference.getOrDefault(reference, List.of())) {
          links.computeIfAbsent(fact, f -> new HashSet<>()).add(other);
          links.computeIfAbsent(other, f -> new HashSet<>()).add(fact);
        }
      }
    }
  }

  private void claim(ComplicationFact fact, Set<String> claimedElsewhere) {
    String reference = fact.source().reference();
    List<TreatedSession> claiming =
        sessions.stream()
            .filter(s -> !AscribedComplications.claims(s, reference, fact.procedures()).isEmpty())
            .toList();
    if (!claiming.isEmpty()) {
      note(fact, latestOrFirst(claiming, fact.onset()));
    } else if (!fact.procedures().isEmpty() || claimedElsewhere.contains(reference)) {
      elsewhere.add(fact);
    }
  }

  private boolean isOpen(ComplicationFact fact) {
    return !found.containsKey(fact) && !elsewhere.contains(fact);
  }

  private void note(ComplicationFact fact, @Nullable TreatedSession session) {
    if (session != null) {
      found.put(fact, session);
    }
  }

  /** Goes along the links in rounds, so that the order of the facts has no part in it. */
  private void follow(List<ComplicationFact> facts) {
    List<ComplicationFact> open = facts;
    int before;
    do {
      open = open.stream().filter(this::isOpen).toList();
      before = open.size();
      Map<ComplicationFact, TreatedSession> next = new HashMap<>();
      Set<ComplicationFact> away = new HashSet<>();
      for (ComplicationFact fact : open) {
        List<TreatedSession> linked = sessionsLinkedTo(fact);
        if (!linked.isEmpty()) {
          next.put(fact, latestOrFirst(linked, fact.onset()));
        } else if (links.getOrDefault(fact, Set.of()).stream().anyMatch(elsewhere::contains)) {
          away.add(fact);
        }
      }
      found.putAll(next);
      elsewhere.addAll(away);
    } while (open.stream().filter(this::isOpen).count() < before);
  }

  /** In order of time. */
  private List<TreatedSession> sessionsLinkedTo(ComplicationFact fact) {
    Set<TreatedSession> linked = new HashSet<>();
    for (ComplicationFact other : links.getOrDefault(fact, Set.of())) {
      TreatedSession session = found.get(other);
      if (session != null) {
        linked.add(session);
      }
    }
    fact.related().forEach(r -> linked.addAll(ofOtherResources.getOrDefault(r, Set.of())));
    return sessions.stream().filter(linked::contains).toList();
  }

  /** The session that must have caused a leak; null where it cannot be told. */
  private @Nullable TreatedSession cause(@Nullable ClinicalTime onset) {
    if (onset == null) {
      return sessions.size() == 1 ? sessions.getFirst() : null;
    }
    return latest(sessions, onset);
  }

  /** The latest that had begun at the onset, else the first. */
  private static TreatedSession latestOrFirst(
      List<TreatedSession> sessions, @Nullable ClinicalTime onset) {
    TreatedSession latest = onset == null ? null : latest(sessions, onset);
    return latest == null ? sessions.getFirst() : latest;
  }

  private static @Nullable TreatedSession latest(
      Collection<TreatedSession> sessions, ClinicalTime onset) {
    TreatedSession latest = null;
    for (TreatedSession session : sessions) {
      if (session.sitting().hadBegunBy(onset)) {
        latest = session;
      }
    }
    return latest;
  }
}
