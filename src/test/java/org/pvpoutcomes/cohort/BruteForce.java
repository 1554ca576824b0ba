package org.pvpoutcomes.cohort;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CompletenessCounts.UnusedCount;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.ConsensusResponse;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Eligibility;
import org.pvpoutcomes.study.Eligibility.Result;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold.BaselineSd;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PainResponse;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.VertebralLevel;

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
  record Place(Member member, Member.Session session, Member.TreatedVertebra vertebra) {
    List<Object> sessionKey() {
      return List.of(member.patient(), session.number());
    }
  }

  OutcomeCounts outcomes(Division division) {
    List<Member> kept = patients(division);
    List<OutcomeCounts.StratumCounts> strata = new ArrayList<>();
    if (division.by().isEmpty()) {
      strata.add(outcomes(List.of(), kept));
    }
    strataOfPatients(division)
        .forEach((stratum, members) -> strata.add(outcomes(stratum, members)));
    return new OutcomeCounts(size(kept), earlierValues(), strata);
  }

  /** Of the measures whose important difference is in standard deviations. */
  private Map<Measure, List<ValueSums>> earlierValues() {
    Map<Measure, List<ValueSums>> sums = new HashMap<>();
    for (ImportantDifference difference : protocol.importantDifferences()) {
      if (difference.improvement() instanceof BaselineSd
          || difference.deterioration() instanceof BaselineSd) {
        List<ValueSums> ofMeasure = new ArrayList<>();
        for (Protocol.Comparison comparison : protocol.comparisons()) {
          long n = 0;
          long sum = 0;
          long squares = 0;
          for (OutcomeCounts.PairCount pair : pairs(included, difference.measure(), comparison)) {
            n += pair.count();
            sum += pair.count() * pair.from();
            squares += pair.count() * pair.from() * pair.from();
          }
          ofMeasure.add(new ValueSums(n, BigInteger.valueOf(sum), BigInteger.valueOf(squares)));
        }
        sums.put(difference.measure(), ofMeasure);
      }
    }
    return sums;
  }

  private CompleteCases completeCases(List<Member> members, Measure measure) {
    Map<List<Integer>, Long> orders = new HashMap<>();
    List<SortedMap<Integer, Long>> differences = new ArrayList<>();
    int timePoints = protocol.timePoints().size();
    for (int i = 0; i < timePoints * (timePoints - 1) / 2; i++) {
      differences.add(new TreeMap<>());
    }
    for (Member member : members) {
      List<Integer> values = new ArrayList<>();
      for (int t = 0; t < timePoints; t++) {
        Integer value = steps(member, measure, t);
        if (value != null) {
          values.add(value);
        }
      }
      if (values.size() == timePoints) {
        List<Integer> ascending = values.stream().sorted().toList();
        orders.merge(values.stream().map(ascending::indexOf).toList(), 1L, Long::sum);
        int pair = 0;
        for (int first = 0; first < timePoints; first++) {
          for (int second = first + 1; second < timePoints; second++) {
            differences.get(pair++).merge(values.get(first) - values.get(second), 1L, Long::sum);
          }
        }
      }
    }
    return new CompleteCases(orders, differences);
  }

  /** The included patients that a division keeps. */
  private List<Member> patients(Division division) {
    return included.stream()
        .filter(
            member ->
                division.where().stream()
                    .allMatch(kept -> kept.strata().contains(ofPatient(kept.property(), member))))
        .toList();
  }

  private List<Place> places(Division division) {
    return places().stream()
        .filter(
            place ->
                division.where().stream()
                    .allMatch(kept -> kept.strata().contains(ofVertebra(kept.property(), place))))
        .toList();
  }

  private Map<List<String>, List<Member>> strataOfPatients(Division division) {
    return strata(division, patients(division), this::ofPatient);
  }

  private Map<List<String>, List<Place>> strataOfVertebrae(Division division) {
    return strata(division, places(division), this::ofVertebra);
  }

  /** None for a cohort that is not divided. */
  private static <T> Map<List<String>, List<T>> strata(
      Division division, List<T> all, BiFunction<Stratification, T, String> read) {
    Map<List<String>, List<T>> strata = new TreeMap<>(division.order());
    if (!division.by().isEmpty()) {
      for (T one : all) {
        List<String> stratum = division.by().stream().map(by -> read.apply(by, one)).toList();
        strata.computeIfAbsent(stratum, _ -> new ArrayList<>()).add(one);
      }
    }
    return strata;
  }

  private OutcomeCounts.StratumCounts outcomes(List<String> stratum, List<Member> members) {
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
      measures.add(
          new OutcomeCounts.MeasureCounts(
              measure,
              timePoints,
              comparisons,
              completeCases(members, measure),
              measure == Measure.VAS_PAIN ? consensus(members) : List.of()));
    }
    return new OutcomeCounts.StratumCounts(stratum, size(members), measures);
  }

  private List<ConsensusCounts> consensus(List<Member> members) {
    List<ConsensusCounts> counts = new ArrayList<>();
    for (int i = 0; i < protocol.comparisons().size(); i++) {
      Protocol.Comparison comparison = protocol.comparisons().get(i);
      Map<ConsensusResponse, Long> responses = new HashMap<>();
      long withoutPain = 0;
      for (Member member : members) {
        PainResponse response = member.painResponse();
        responses.merge(
            response == null ? ConsensusResponse.NOT_EVALUABLE : response.responses().get(i),
            1L,
            Long::sum);
        Integer from = steps(member, Measure.VAS_PAIN, protocol.timePointIndex(comparison.from()));
        Integer to = steps(member, Measure.VAS_PAIN, protocol.timePointIndex(comparison.to()));
        withoutPain += from == null || to == null ? 1 : 0;
      }
      counts.add(new ConsensusCounts(responses, withoutPain));
    }
    return counts;
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

  ComplicationCounts complications(Division division) {
    List<ComplicationCounts.StratumCounts> strata = new ArrayList<>();
    Map<List<String>, List<Place>> places;
    if (division.ofVertebrae()) {
      places = strataOfVertebrae(division);
      places.forEach((stratum, some) -> strata.add(ofVertebrae(stratum, some)));
    } else {
      places = new LinkedHashMap<>();
      strataOfPatients(division)
          .forEach(
              (stratum, members) -> {
                strata.add(ofPatients(stratum, members));
                places.put(stratum, placesOf(members));
              });
    }
    return new ComplicationCounts(
        division.whole().ofVertebrae()
            ? ofVertebrae(List.of(), places(division))
            : ofPatients(List.of(), patients(division)),
        strata,
        BruteForceLeaks.strata(places));
  }

  private List<Place> placesOf(List<Member> members) {
    return places().stream().filter(place -> members.contains(place.member())).toList();
  }

  private ComplicationCounts.StratumCounts ofPatients(List<String> stratum, List<Member> members) {
    return counts(stratum, size(members), members, placesOf(members), (session, event) -> true);
  }

  private static ComplicationCounts.StratumCounts ofVertebrae(
      List<String> stratum, List<Place> places) {
    Wanted atOneOfThese =
        (session, event) ->
            places.stream()
                .anyMatch(
                    place ->
                        place.session().equals(session)
                            && Integer.valueOf(place.vertebra().number()).equals(event.vertebra()));
    List<Member> members = members(places);
    return counts(stratum, size(places, members), members, places, atOneOfThese);
  }

  private static ComplicationCounts.StratumCounts counts(
      List<String> stratum,
      CohortSize size,
      List<Member> members,
      List<Place> places,
      Wanted wanted) {
    BruteForceLeaks leaks = new BruteForceLeaks(members, places, wanted);
    return new ComplicationCounts.StratumCounts(
        stratum,
        size,
        events(members, wanted),
        symptomatic(members, wanted),
        deaths(members),
        leaks.leaks(),
        leaks.severities(),
        BruteForceLeaks.followUp(members),
        leaks.volumes());
  }

  private static List<Member> members(List<Place> places) {
    return places.stream().map(Place::member).distinct().toList();
  }

  private static CohortSize size(List<Place> places, List<Member> members) {
    return new CohortSize(
        members.size(), places.stream().map(Place::sessionKey).distinct().count(), places.size());
  }

  /** Which events count. */
  interface Wanted {
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

  CharacteristicsCounts characteristics(Division division) {
    List<CharacteristicsCounts.StratumCounts> strata = new ArrayList<>();
    strataOfPatients(division).forEach((stratum, members) -> strata.add(ofAll(stratum, members)));
    return new CharacteristicsCounts(ofAll(List.of(), patients(division)), strata);
  }

  private CharacteristicsCounts.StratumCounts ofAll(List<String> stratum, List<Member> members) {
    List<Member.TreatedVertebra> vertebrae =
        places().stream()
            .filter(place -> members.contains(place.member()))
            .map(Place::vertebra)
            .toList();
    Map<InjectionApproach, Frequencies<Integer>> cementByApproach = new LinkedHashMap<>();
    for (InjectionApproach approach : InjectionApproach.values()) {
      List<Member.TreatedVertebra> ofApproach =
          vertebrae.stream().filter(vertebra -> vertebra.approach() == approach).toList();
      if (!ofApproach.isEmpty()) {
        cementByApproach.put(
            approach, frequencies(ofApproach, Member.TreatedVertebra::microlitres));
      }
    }
    List<Frequencies<Integer>> first = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      first.add(frequencies(members, member -> steps(member, measure, 0)));
    }
    return new CharacteristicsCounts.StratumCounts(
        stratum,
        size(members),
        frequencies(members, Member::sex),
        frequencies(members, Member::age),
        frequencies(members, Member::primaryTumour),
        frequencies(members, member -> member.sessions().size()),
        frequencies(members, BruteForce::vertebraCount),
        frequencies(members, Member::followUpThousandthsOfMonths),
        first,
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

  /** The stratum of a patient; properties of vertebrae as all vertebrae of the patient say. */
  String ofPatient(Stratification by, Member member) {
    return switch (by) {
      case SEX -> member.sex().code();
      case AGE_BAND -> ageBand(member.age());
      case PRIMARY_TUMOUR ->
          member.primaryTumour() == null ? "not-stated" : member.primaryTumour().code();
      case NUMBER_OF_LEVELS -> String.valueOf(vertebraCount(member));
      case SITE -> {
        String site = member.sessions().getFirst().site();
        yield site == null ? "unknown" : site;
      }
      case YEAR -> String.valueOf(Objects.requireNonNull(member.indexStart()).date().getYear());
      case FRACTURE ->
          vertebrae(member).stream().anyMatch(place -> place.vertebra().fractured())
              ? "fractured"
              : "not-fractured";
      case LEAK ->
          member.sessions().stream()
                  .flatMap(session -> session.events().stream())
                  .anyMatch(event -> event.kind() == ComplicationKind.CEMENT_LEAKAGE)
              ? "leak"
              : "no-leak";
      case APPROACH, LEVEL_REGION, CEMENT_VOLUME_BAND -> {
        Set<String> values = new HashSet<>();
        vertebrae(member).forEach(place -> values.add(ofVertebra(by, place)));
        yield values.size() > 1 ? "several" : values.stream().findFirst().orElse("not-stated");
      }
    };
  }

  private static String ageBand(@Nullable Integer age) {
    if (age == null) {
      return "not-stated";
    }
    return age < 50 ? "under-50" : age < 60 ? "50-59" : age < 70 ? "60-69" : "70-and-over";
  }

  private String ofVertebra(Stratification by, Place place) {
    Member.TreatedVertebra vertebra = place.vertebra();
    return switch (by) {
      case SEX, AGE_BAND, PRIMARY_TUMOUR, NUMBER_OF_LEVELS, SITE, YEAR ->
          ofPatient(by, place.member());
      case FRACTURE -> vertebra.fractured() ? "fractured" : "not-fractured";
      case APPROACH -> vertebra.approach() == null ? "not-stated" : vertebra.approach().code();
      case LEVEL_REGION ->
          vertebra.level().region() == VertebralLevel.Region.UNKNOWN
              ? "not-stated"
              : vertebra.level().region().code();
      case CEMENT_VOLUME_BAND -> {
        Integer volume = vertebra.microlitres();
        if (volume == null) {
          yield "not-stated";
        }
        yield volume <= 1000
            ? "up-to-1"
            : volume <= 2000 ? "above-1-up-to-2" : volume <= 3000 ? "above-2-up-to-3" : "above-3";
      }
      case LEAK ->
          place.session().events().stream()
                  .anyMatch(
                      event ->
                          event.kind() == ComplicationKind.CEMENT_LEAKAGE
                              && Integer.valueOf(vertebra.number()).equals(event.vertebra()))
              ? "leak"
              : "no-leak";
    };
  }

  private static int vertebraCount(Member member) {
    return member.sessions().stream().mapToInt(session -> session.vertebrae().size()).sum();
  }

  private List<Place> vertebrae(Member member) {
    return places().stream().filter(place -> place.member().equals(member)).toList();
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
