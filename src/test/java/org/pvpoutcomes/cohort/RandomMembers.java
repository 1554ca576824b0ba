package org.pvpoutcomes.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.ConsensusResponse;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.Eligibility;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PainResponse;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Severity;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;

/** Makes members at random: every combination of what may be missing, few distinct values. */
public final class RandomMembers {

  private static final LocalDate ORIGIN = LocalDate.of(2018, 1, 1);

  private static final int[] VAS = {
    0, 1, 1000, 1001, 1999, 2000, 2001, 2800, 4000, 4001, 6000, 8000, 8001, 10_000
  };

  /** Around the index session and day 30. */
  private static final int[] DEATH_DAYS = {-1, 0, 1, 29, 30, 31, 60};

  /** What separates strata and conditions of a filter may stand in a URI. */
  private static final String[] SITES = {
    "https://hospital.example/ehr?a=1,2~3:4%2C",
    "urn:oid:1.2.3",
    "https://hospital.example/ehr",
    "unknown"
  };

  private final Protocol protocol;
  private final RandomGenerator random;

  /** Members for a study. */
  public RandomMembers(Protocol protocol, RandomGenerator random) {
    this.protocol = protocol;
    this.random = random;
  }

  /** Members of patients {@code Patient/synthetic-0} and so on. */
  public List<Member> members(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member("Patient/synthetic-" + i));
    }
    return members;
  }

  Member member(String patient) {
    if (random.nextInt(10) == 0) {
      Inclusion inclusion =
          oneOf(
              Arrays.stream(Inclusion.values())
                  .filter(value -> value != Inclusion.INCLUDED)
                  .toArray(Inclusion[]::new));
      boolean judged = inclusion == Inclusion.NOT_ELIGIBLE;
      return new Member(
          patient,
          inclusion,
          judged ? ClinicalTime.onDate(ORIGIN) : null,
          judged ? eligibility(patient) : List.of(),
          null,
          Sex.UNKNOWN,
          null,
          null,
          false,
          null,
          null,
          List.of(),
          List.of(),
          null,
          null,
          List.of());
    }
    List<Member.Series> series =
        protocol.measures().stream().map(measure -> series(measure, patient)).toList();
    LocalDate start = ORIGIN.plusDays(random.nextInt(3 * 365));
    return new Member(
        patient,
        Inclusion.INCLUDED,
        ClinicalTime.onDate(start),
        eligibility(patient),
        source("Patient", patient),
        oneOf(Sex.values()),
        random.nextInt(5) == 0 ? null : random.nextInt(40, 44),
        random.nextInt(4) == 0 ? null : oneOf(PrimaryTumour.values()),
        random.nextInt(3) == 0,
        null,
        random.nextInt(2) == 0 ? null : DEATH_DAYS[random.nextInt(DEATH_DAYS.length)],
        sessions(patient, start),
        series,
        random.nextInt(3) == 0 ? null : 1000 * random.nextInt(3, 6),
        source("Observation", patient),
        unused(patient),
        painResponse(patient, series),
        random.nextInt(5) == 0 ? 0 : random.nextInt(70));
  }

  /** Any response where both pain scores are there; doses that need not fit it. */
  private PainResponse painResponse(String patient, List<Member.Series> series) {
    List<Value> pain =
        series.stream()
            .filter(s -> s.measure() == Measure.VAS_PAIN)
            .flatMap(s -> s.values().stream())
            .toList();

    return new PainResponse(
        ConsensusResponse.RULE,
        "synthetic/1",
        protocol.timePoints().stream()
            .map(
                _ ->
                    new PainResponse.DailyOmed(
                        random.nextInt(3) == 0 ? null : random.nextLong(1L << 40),
                        List.of(source("MedicationStatement", patient))))
            .toList(),
        protocol.comparisons().stream()
            .map(
                c ->
                    pain.get(protocol.timePointIndex(c.from())) instanceof Value.Observed
                            && pain.get(protocol.timePointIndex(c.to())) instanceof Value.Observed
                        ? oneOf(ConsensusResponse.values())
                        : ConsensusResponse.NOT_EVALUABLE)
            .toList());
  }

  private List<Eligibility> eligibility(String patient) {
    return protocol.eligibility().stream()
        .map(
            criterion ->
                new Eligibility(
                    criterion.id(),
                    oneOf(Eligibility.Result.values()),
                    null,
                    List.of(source("Condition", patient))))
        .toList();
  }

  private List<Member.Session> sessions(String patient, LocalDate start) {
    List<Member.Session> sessions = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int number = 1; number <= count; number++) {
      int day = 10 * (number - 1);
      int vertebrae = random.nextInt(4);
      sessions.add(
          new Member.Session(
              number,
              ClinicalTime.onDate(start.plusDays(day)),
              day,
              List.of(source("Procedure", patient)),
              vertebrae(vertebrae, patient),
              events(vertebrae, patient),
              random.nextInt(4) == 0 ? null : oneOf(SITES)));
    }
    return sessions;
  }

  private List<Member.TreatedVertebra> vertebrae(int count, String patient) {
    List<Member.TreatedVertebra> vertebrae = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      vertebrae.add(
          new Member.TreatedVertebra(
              number,
              oneOf(VertebralLevel.values()),
              random.nextInt(4) == 0 ? null : oneOf(InjectionApproach.values()),
              random.nextInt(4) == 0 ? null : 100 * random.nextInt(5, 9),
              random.nextBoolean(),
              List.of(source("Procedure", patient))));
    }
    return vertebrae;
  }

  private List<Member.Event> events(int vertebrae, String patient) {
    List<Member.Event> events = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      ComplicationKind kind =
          random.nextBoolean() ? ComplicationKind.CEMENT_LEAKAGE : oneOf(ComplicationKind.values());
      boolean unknown = vertebrae == 0 || random.nextInt(4) == 0;
      events.add(
          new Member.Event(
              i + 1,
              kind,
              kind == ComplicationKind.CEMENT_LEAKAGE ? oneOf(LeakSite.values()) : null,
              unknown ? null : 1 + random.nextInt(vertebrae),
              random.nextInt(3) == 0 ? null : DEATH_DAYS[random.nextInt(DEATH_DAYS.length)],
              null,
              some(Severity.values()),
              kind == ComplicationKind.CEMENT_LEAKAGE ? some(DetectionMethod.values()) : List.of(),
              kind == ComplicationKind.CEMENT_LEAKAGE ? symptomatic() : null,
              List.of(),
              List.of(source("Condition", patient))));
    }
    return events;
  }

  /** None to three, in order. */
  private <T extends Comparable<? super T>> List<T> some(T[] values) {
    return Stream.generate(() -> oneOf(values))
        .limit(random.nextInt(4))
        .distinct()
        .sorted()
        .toList();
  }

  private @Nullable Boolean symptomatic() {
    return random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextBoolean());
  }

  private Member.Series series(Measure measure, String patient) {
    List<Value> values = new ArrayList<>();
    for (Protocol.TimePoint timePoint : protocol.timePoints()) {
      values.add(
          random.nextInt(5) == 0
              ? new Value.Missing(oneOf(MissingReason.values()))
              : new Value.Observed(
                  steps(measure),
                  timePoint.targetDay(),
                  source("Observation", patient),
                  random.nextBoolean()));
    }
    return new Member.Series(measure, values);
  }

  /** Pain on both sides of every bound of the protocol; few distinct values of all else. */
  private int steps(Measure measure) {
    return measure == Measure.VAS_PAIN ? VAS[random.nextInt(VAS.length)] : 22 + random.nextInt(6);
  }

  private List<Member.Unused> unused(String patient) {
    List<Member.Unused> unused = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      unused.add(
          new Member.Unused(
              source("Observation", patient),
              null,
              oneOf(UnusedReason.values()),
              "vas-pain",
              "final",
              5000));
    }
    return unused;
  }

  private static SourceVersion source(String type, String patient) {
    return new SourceVersion(type, patient.substring(patient.indexOf('/') + 1), 1);
  }

  private <T extends @Nullable Object> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
