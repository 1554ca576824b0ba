package org.pvpoutcomes.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;

/** Makes members at random: every combination of what may be missing, few distinct values. */
final class RandomMembers {

  private static final LocalDate ORIGIN = LocalDate.of(2018, 1, 1);

  private final Protocol protocol;
  private final RandomGenerator random;

  RandomMembers(Protocol protocol, RandomGenerator random) {
    this.protocol = protocol;
    this.random = random;
  }

  /** Members of patients {@code Patient/synthetic-0} and so on. */
  List<Member> members(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member("Patient/synthetic-" + i));
    }
    return members;
  }

  Member member(String patient) {
    if (random.nextInt(10) == 0) {
      Inclusion[] out = {Inclusion.PATIENT_NOT_RECEIVED, Inclusion.NO_INDEX_SESSION};
      return new Member(
          patient,
          out[random.nextInt(out.length)],
          null,
          Sex.UNKNOWN,
          null,
          null,
          false,
          null,
          List.of(),
          List.of(),
          null,
          null,
          List.of());
    }
    return new Member(
        patient,
        Inclusion.INCLUDED,
        source("Patient", patient),
        oneOf(Sex.values()),
        random.nextInt(5) == 0 ? null : random.nextInt(40, 44),
        random.nextInt(4) == 0 ? null : oneOf(PrimaryTumour.values()),
        false,
        null,
        sessions(patient),
        protocol.measures().stream().map(measure -> series(measure, patient)).toList(),
        random.nextInt(3) == 0 ? null : 1000 * random.nextInt(3, 6),
        source("Observation", patient),
        List.of());
  }

  private List<Member.Session> sessions(String patient) {
    List<Member.Session> sessions = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int number = 1; number <= count; number++) {
      int day = 10 * (number - 1);
      int vertebrae = random.nextInt(4);
      sessions.add(
          new Member.Session(
              number,
              ClinicalTime.onDate(ORIGIN.plusDays(day)),
              day,
              List.of(source("Procedure", patient)),
              vertebrae(vertebrae, patient),
              events(vertebrae, patient)));
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
              kind,
              kind == ComplicationKind.CEMENT_LEAKAGE ? oneOf(LeakSite.values()) : null,
              unknown ? null : 1 + random.nextInt(vertebrae),
              null,
              null,
              List.of(source("Condition", patient))));
    }
    return events;
  }

  private Member.Series series(Measure measure, String patient) {
    List<Value> values = new ArrayList<>();
    for (Protocol.TimePoint timePoint : protocol.timePoints()) {
      values.add(
          random.nextInt(5) == 0
              ? new Value.Missing(oneOf(MissingReason.values()))
              : new Value.Observed(
                  22 + random.nextInt(6), timePoint.targetDay(), source("Observation", patient)));
    }
    return new Member.Series(measure, values);
  }

  private static SourceVersion source(String type, String patient) {
    return new SourceVersion(type, patient.substring(patient.indexOf('/') + 1), 1);
  }

  private <T extends @Nullable Object> T oneOf(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
