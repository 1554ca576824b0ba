package org.pvpoutcomes.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CompletenessCounts.UnusedCount;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Eligibility;
import org.pvpoutcomes.study.Eligibility.Result;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.Protocol;

/** The same counts as {@link CohortRepository}, by loops over all members. */
final class BruteForce {

  private final Protocol protocol;
  private final List<Member> all;
  private final List<Member> everybody;
  private final List<Member> included;

  BruteForce(Protocol protocol, List<Member> members) {
    this.protocol = protocol;
    this.all = members;
    this.everybody = members;
    this.included =
        members.stream().filter(member -> member.inclusion() == Inclusion.INCLUDED).toList();
  }

  /** One vertebra with the patient and the session it belongs to. */
  private record Place(Member member, Member.Session session, Member.TreatedVertebra vertebra) {
    List<Object> sessionKey() {
      return List.of(member.patient(), session.number());
    }
  }

  OutcomeCounts outcomes(@Nullable Stratification by) {
    List<OutcomeCounts.StratumCounts> strata = new ArrayList<>();
    if (by == null) {
      strata.add(outcomes(null, included));
    } else {
      for (String stratum : by.strata()) {
        List<Member> members =
            included.stream().filter(member -> ofPatient(by, member).equals(stratum)).toList();
        if (!members.isEmpty()) {
          strata.add(outcomes(stratum, members));
        }
      }
    }
    return new OutcomeCounts(size(included), strata);
  }

  private OutcomeCounts.StratumCounts outcomes(@Nullable String stratum, List<Member> members) {
    List<OutcomeCounts.MeasureCounts> measures = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      List<Frequencies<Integer>> timePoints = new ArrayList<>();
      for (int t = 0; t < protocol.timePoints().size(); t++) {
        int timePoint = t;
        timePoints.add(frequencies(members, member -> steps(member, measure, timePoint)));
      }
      List<List<OutcomeCounts.PairCount>> comparisons = new ArrayList<>();
      for (Protocol.Comparison comparison : protocol.comparisons()) {
        comparisons.add(pairs(members, measure, comparison));
      }
      measures.add(new OutcomeCounts.MeasureCounts(measure, timePoints, comparisons));
    }
    return new OutcomeCounts.StratumCounts(stratum, size(members), measures);
  }

  private List<OutcomeCounts.PairCount> pairs(
      List<Member> members, Measure measure, Protocol.Comparison comparison) {
    Map<List<Integer>, Long> pairs = new LinkedHashMap<>();
    for (Member member : members) {
      Integer from = steps(member, measure, protocol.timePointIndex(comparison.from()));
      Integer to = steps(member, measure, protocol.timePointIndex(comparison.to()));
      if (from != null && to != null) {
        pairs.merge(List.of(from, to), 1L, Long::sum);
      }
    }
    return pairs.entrySet().stream()
        .map(
            pair ->
                new OutcomeCounts.PairCount(
                    pair.getKey().get(0), pair.getKey().get(1), pair.getValue()))
        .sorted(
            Comparator.comparingInt(OutcomeCounts.PairCount::from)
                .thenComparingInt(OutcomeCounts.PairCount::to))
        .toList();
  }

  ComplicationCounts complications(@Nullable Stratification by) {
    List<ComplicationCounts.StratumCounts> strata = new ArrayList<>();
    if (by != null) {
      for (String stratum : by.strata()) {
        ComplicationCounts.StratumCounts counts =
            by.isOfVertebra() ? ofVertebrae(by, stratum) : ofPatients(by, stratum);
        if (counts.cohort().patients() > 0) {
          strata.add(counts);
        }
      }
    }
    return new ComplicationCounts(
        new ComplicationCounts.StratumCounts(
            null,
            size(included),
            events(included, (session, event) -> true),
            symptomatic(included, (session, event) -> true),
            deaths(included)),
        strata);
  }

  private ComplicationCounts.StratumCounts ofPatients(Stratification by, String stratum) {
    List<Member> members =
        included.stream().filter(member -> ofPatient(by, member).equals(stratum)).toList();
    return new ComplicationCounts.StratumCounts(
        stratum,
        size(members),
        events(members, (session, event) -> true),
        symptomatic(members, (session, event) -> true),
        deaths(members));
  }

  private ComplicationCounts.StratumCounts ofVertebrae(Stratification by, String stratum) {
    List<Place> places =
        places().stream()
            .filter(place -> ofVertebra(by, place.vertebra()).equals(stratum))
            .toList();
    CohortSize size =
        new CohortSize(
            places.stream().map(Place::member).distinct().count(),
            places.stream().map(Place::sessionKey).distinct().count(),
            places.size());
    Wanted atOneOfThese =
        (session, event) ->
            session.vertebrae().stream()
                .anyMatch(
                    vertebra ->
                        Integer.valueOf(vertebra.number()).equals(event.vertebra())
                            && ofVertebra(by, vertebra).equals(stratum));
    return new ComplicationCounts.StratumCounts(
        stratum,
        size,
        events(included, atOneOfThese),
        symptomatic(included, atOneOfThese),
        deaths(places.stream().map(Place::member).distinct().toList()));
  }

  private interface Wanted {
    boolean test(Member.Session session, Member.Event event);
  }

  private static List<ComplicationCounts.EventCount> events(List<Member> members, Wanted wanted) {
    List<ComplicationCounts.EventCount> counts = new ArrayList<>();
    for (ComplicationKind kind : ComplicationKind.values()) {
      count(members, wanted, kind, null, counts);
      if (kind == ComplicationKind.CEMENT_LEAKAGE) {
        for (LeakSite site : LeakSite.values()) {
          count(members, wanted, kind, site, counts);
        }
      }
    }
    return counts;
  }

  private static void count(
      List<Member> members,
      Wanted wanted,
      ComplicationKind kind,
      @Nullable LeakSite site,
      List<ComplicationCounts.EventCount> counts) {
    Set<String> patients = new HashSet<>();
    Set<List<Object>> sessions = new HashSet<>();
    Set<List<Object>> vertebrae = new HashSet<>();
    long without = 0;
    for (Member member : members) {
      for (Member.Session session : member.sessions()) {
        for (Member.Event event : session.events()) {
          if (event.kind() == kind
              && (site == null || event.leakSite() == site)
              && wanted.test(session, event)) {
            Integer vertebra = event.vertebra();
            patients.add(member.patient());
            sessions.add(List.of(member.patient(), session.number()));
            if (vertebra == null) {
              without++;
            } else {
              vertebrae.add(List.of(member.patient(), session.number(), vertebra));
            }
          }
        }
      }
    }
    if (!patients.isEmpty()) {
      counts.add(
          new ComplicationCounts.EventCount(
              kind, site, vertebrae.size(), sessions.size(), patients.size(), without));
    }
  }

  private static ComplicationCounts.SymptomaticLeakCount symptomatic(
      List<Member> members, Wanted wanted) {
    Set<String> patients = new HashSet<>();
    Set<List<Object>> sessions = new HashSet<>();
    Set<List<Object>> vertebrae = new HashSet<>();
    long notSaid = 0;
    for (Member member : members) {
      for (Member.Session session : member.sessions()) {
        for (Member.Event event : session.events()) {
          if (event.kind() == ComplicationKind.CEMENT_LEAKAGE && wanted.test(session, event)) {
            if (event.symptomatic() == null) {
              notSaid++;
            } else if (event.symptomatic()) {
              patients.add(member.patient());
              sessions.add(List.of(member.patient(), session.number()));
              if (event.vertebra() != null) {
                vertebrae.add(List.of(member.patient(), session.number(), event.vertebra()));
              }
            }
          }
        }
      }
    }
    return new ComplicationCounts.SymptomaticLeakCount(
        vertebrae.size(), sessions.size(), patients.size(), notSaid);
  }

  private static ComplicationCounts.DeathCount deaths(List<Member> members) {
    long died = 0;
    long within30Days = 0;
    long dayUnknown = 0;
    for (Member member : members) {
      boolean reported =
          member.sessions().stream()
              .flatMap(session -> session.events().stream())
              .anyMatch(event -> event.kind() == ComplicationKind.DEATH);
      if (member.deceased() || reported) {
        Integer day = member.deathDay();
        if (day == null) {
          died++;
          dayUnknown++;
        } else if (day >= 0) {
          died++;
          within30Days += day <= 30 ? 1 : 0;
        }
      }
    }
    return new ComplicationCounts.DeathCount(died, within30Days, dayUnknown);
  }

  CharacteristicsCounts characteristics() {
    List<Member.TreatedVertebra> vertebrae = places().stream().map(Place::vertebra).toList();
    Map<InjectionApproach, Frequencies<Integer>> cementByApproach = new LinkedHashMap<>();
    for (InjectionApproach approach : InjectionApproach.values()) {
      List<Member.TreatedVertebra> ofApproach =
          vertebrae.stream().filter(vertebra -> vertebra.approach() == approach).toList();
      if (!ofApproach.isEmpty()) {
        cementByApproach.put(
            approach, frequencies(ofApproach, Member.TreatedVertebra::microlitres));
      }
    }
    return new CharacteristicsCounts(
        size(included),
        frequencies(included, Member::sex),
        frequencies(included, Member::age),
        frequencies(included, Member::primaryTumour),
        frequencies(
            included,
            member -> member.sessions().stream().mapToInt(s -> s.vertebrae().size()).sum()),
        frequencies(included, Member::followUpThousandthsOfMonths),
        frequencies(vertebrae, Member.TreatedVertebra::level),
        frequencies(vertebrae, Member.TreatedVertebra::approach),
        vertebrae.stream().filter(Member.TreatedVertebra::fractured).count(),
        frequencies(vertebrae, Member.TreatedVertebra::microlitres),
        cementByApproach);
  }

  CompletenessCounts completeness() {
    List<CompletenessCounts.Cell> cells = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      for (int t = 0; t < protocol.timePoints().size(); t++) {
        int timePoint = t;
        Frequencies<MissingReason> reasons =
            frequencies(
                included,
                member ->
                    value(member, measure, timePoint) instanceof Value.Missing none
                        ? none.reason()
                        : null);
        cells.add(
            new CompletenessCounts.Cell(
                measure,
                protocol.timePoints().get(t).id(),
                reasons.missing(),
                new Frequencies<>(reasons.counts(), 0)));
      }
    }
    return new CompletenessCounts(
        frequencies(all, Member::inclusion),
        unused(),
        new PendingCounts(0, 0, 0),
        cells,
        eligibility());
  }

  private List<EligibilityCounts> eligibility() {
    List<EligibilityCounts> counts = new ArrayList<>();
    for (Criterion criterion : protocol.eligibility()) {
      Frequencies<Result> results =
          frequencies(
              all.stream()
                  .flatMap(member -> member.eligibility().stream())
                  .filter(result -> result.criterion().equals(criterion.id()))
                  .toList(),
              Eligibility::result);
      counts.add(
          new EligibilityCounts(
              criterion,
              results.counts().getOrDefault(Result.MET, 0L),
              results.counts().getOrDefault(Result.NOT_MET, 0L),
              results.counts().getOrDefault(Result.UNKNOWN, 0L)));
    }
    return counts;
  }

  private Map<UnusedReason, UnusedCount> unused() {
    Map<UnusedReason, UnusedCount> counts = new HashMap<>();
    for (UnusedReason reason : UnusedReason.values()) {
      long facts = 0;
      long patients = 0;
      for (Member member : everybody) {
        long ofPatient =
            member.unused().stream().filter(unused -> unused.reason() == reason).count();
        facts += ofPatient;
        patients += ofPatient > 0 ? 1 : 0;
      }
      if (facts > 0) {
        counts.put(reason, new UnusedCount(facts, patients));
      }
    }
    return counts;
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Member member : included) {
      for (Member.Session session : member.sessions()) {
        for (Member.TreatedVertebra vertebra : session.vertebrae()) {
          places.add(new Place(member, session, vertebra));
        }
      }
    }
    return places;
  }

  private static CohortSize size(List<Member> members) {
    List<Member.Session> sessions =
        members.stream().flatMap(member -> member.sessions().stream()).toList();
    return new CohortSize(
        members.size(),
        sessions.size(),
        sessions.stream().mapToLong(session -> session.vertebrae().size()).sum());
  }

  private static String ofPatient(Stratification by, Member member) {
    if (by == Stratification.SEX) {
      return member.sex().code();
    }
    return member.primaryTumour() == null ? "not-stated" : member.primaryTumour().code();
  }

  private static String ofVertebra(Stratification by, Member.TreatedVertebra vertebra) {
    if (by == Stratification.FRACTURE) {
      return vertebra.fractured() ? "fractured" : "not-fractured";
    }
    return vertebra.approach() == null ? "not-stated" : vertebra.approach().code();
  }

  private Value value(Member member, Measure measure, int timePoint) {
    return member.series().get(protocol.measures().indexOf(measure)).values().get(timePoint);
  }

  private @Nullable Integer steps(Member member, Measure measure, int timePoint) {
    return value(member, measure, timePoint) instanceof Value.Observed seen ? seen.steps() : null;
  }

  private static <S, T extends Comparable<? super T>> Frequencies<T> frequencies(
      Collection<S> subjects, Function<S, @Nullable T> property) {
    TreeMap<T, Long> counts = new TreeMap<>();
    long missing = 0;
    for (S subject : subjects) {
      T value = property.apply(subject);
      if (value == null) {
        missing++;
      } else {
        counts.merge(value, 1L, Long::sum);
      }
    }
    return new Frequencies<>(counts, missing);
  }
}
