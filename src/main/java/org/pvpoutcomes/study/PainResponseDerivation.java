package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Member.Series;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PainResponse.DailyOmed;

/**
 * The daily dose of opioids on the days of the pain scores that count, and the consensus response
 * of every comparison.
 *
 * <p>The dose of a day is the sum over all opioids reported for it. It is unknown where nothing is
 * reported, and where the dose or the factor of one of them is. A statement of what is taken covers
 * the single administrations of the same opioid by the same route, unless it says that it is not
 * taken. On the day on which one course of an opioid by a route ends and another begins, the one
 * that begins counts. Reports of one opioid and route with the same business identifier are of the
 * same thing; where they say different things, its dose is unknown.
 */
final class PainResponseDerivation {

  private static final Measure PAIN = Measure.VAS_PAIN;

  private final List<OpioidFact> reports;
  private final Protocol protocol;
  private final ClinicalTime indexStart;
  private final OmedFactors factors;
  private final UnusedFacts unused;
  private final Set<OpioidFact> used = new HashSet<>();
  private final Map<OpioidFact, UnusedReason> needless = new HashMap<>();

  /**
   * Sets up the derivation for one patient.
   *
   * @param unused knows the reports whose status does not count, and takes those that are not used
   */
  PainResponseDerivation(
      PatientFacts facts,
      Protocol protocol,
      ClinicalTime indexStart,
      @Nullable ClinicalTime death,
      OmedFactors factors,
      UnusedFacts unused) {
    this.protocol = protocol;
    this.indexStart = indexStart;
    this.factors = factors;
    this.unused = unused;
    this.reports = new ArrayList<>();
    for (OpioidFact report : facts.of(OpioidFact.class)) {
      if (report.from() == null) {
        unused.add(report, UnusedReason.NO_DATE);
      } else if (PatientFacts.isAfterDeath(report, death)) {
        unused.add(report, UnusedReason.AFTER_DEATH);
      }
      if (!unused.contains(report)) {
        reports.add(report);
      }
    }
  }

  /** The response; null in a study that does not measure pain by VAS. */
  @Nullable PainResponse response(List<Series> series) {
    List<Value> pain =
        series.stream().filter(s -> s.measure() == PAIN).flatMap(s -> s.values().stream()).toList();
    List<DailyOmed> opioids = pain.stream().map(this::omed).toList();
    noteUnused(pain.isEmpty());
    if (pain.isEmpty()) {
      return null;
    }
    List<ConsensusResponse> responses = new ArrayList<>();
    for (Protocol.Comparison comparison : protocol.comparisons()) {
      int from = protocol.timePointIndex(comparison.from());
      int to = protocol.timePointIndex(comparison.to());
      responses.add(
          ConsensusResponse.of(
              steps(pain.get(from)),
              steps(pain.get(to)),
              opioids.get(from).nanograms(),
              opioids.get(to).nanograms()));
    }
    return new PainResponse(
        ConsensusResponse.RULE, factors.id() + "/" + factors.version(), opioids, responses);
  }

  private static @Nullable Integer steps(Value value) {
    return value instanceof Value.Observed seen ? Integer.valueOf(seen.steps()) : null;
  }

  private void noteUnused(boolean withoutPain) {
    for (OpioidFact report : reports) {
      if (withoutPain) {
        unused.add(report, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY);
      } else if (!used.contains(report)) {
        unused.add(report, needless.getOrDefault(report, UnusedReason.OUTSIDE_WINDOW));
      }
    }
  }

  private DailyOmed omed(Value pain) {
    return pain instanceof Value.Observed seen ? omed(seen.day()) : new DailyOmed(null, List.of());
  }

  private DailyOmed omed(int day) {
    List<OpioidFact> counted = counted(reports.stream().filter(r -> covers(r, day)).toList(), day);
    used.addAll(counted);
    return new DailyOmed(
        sum(counted), counted.stream().map(OpioidFact::source).distinct().sorted().toList());
  }

  private boolean covers(OpioidFact report, int day) {
    ClinicalTime from = report.from();
    ClinicalTime to = report.to();
    return from != null && day(from) <= day && (to == null || day <= day(to));
  }

  private long day(ClinicalTime time) {
    return time.dayOffsetFrom(indexStart);
  }

  /** The reports that cover a day, without those that another one makes needless. */
  private List<OpioidFact> counted(List<OpioidFact> covering, int day) {
    Set<List<@Nullable Object>> stated = new HashSet<>();
    Set<List<@Nullable Object>> begun = new HashSet<>();
    for (OpioidFact report : covering) {
      if (!report.administered() && !Objects.equals(report.microgramsPerDay(), 0)) {
        stated.add(preparation(report));
      }
      if (begins(report, day)) {
        begun.add(course(report));
      }
    }
    Set<List<@Nullable Object>> seen = new HashSet<>();
    List<OpioidFact> counted = new ArrayList<>();
    for (OpioidFact report : covering) {
      boolean covered = report.administered() && stated.contains(preparation(report));
      if (covered || !seen.add(content(report))) {
        needless.put(report, UnusedReason.DUPLICATE);
      } else if (ends(report, day) && begun.contains(course(report))) {
        needless.put(report, UnusedReason.SUPERSEDED);
      } else {
        counted.add(report);
      }
    }
    return counted;
  }

  private boolean begins(OpioidFact report, int day) {
    return report.from() != null && day(report.from()) == day;
  }

  /** Whether the day is the last of several. */
  private boolean ends(OpioidFact report, int day) {
    return report.to() != null && day(report.to()) == day && !begins(report, day);
  }

  private @Nullable Long sum(List<OpioidFact> counted) {
    if (counted.isEmpty()) {
      return null;
    }
    Set<List<@Nullable Object>> told = new HashSet<>();
    long sum = 0;
    for (OpioidFact report : counted) {
      Integer dose = report.microgramsPerDay();
      Long omed = dose == null ? null : factors.nanograms(report.opioid(), report.route(), dose);
      if (omed == null || !told.add(reported(report))) {
        return null;
      }
      sum = Math.addExact(sum, omed);
    }
    return sum;
  }

  private static List<@Nullable Object> preparation(OpioidFact report) {
    return Arrays.asList(report.opioid(), report.route());
  }

  /** What a report that takes the place of another has in common with it. */
  private static List<@Nullable Object> course(OpioidFact report) {
    return Arrays.asList(report.opioid(), report.route(), report.administered());
  }

  /** What two reports of the same thing have in common. */
  private static List<@Nullable Object> reported(OpioidFact report) {
    return Arrays.asList(report.identifier(), report.opioid(), report.route());
  }

  /** All that a report says but where it stands. */
  private static List<@Nullable Object> content(OpioidFact report) {
    return Arrays.asList(
        report.identifier(),
        report.opioid(),
        report.route(),
        report.microgramsPerDay(),
        report.from(),
        report.to(),
        report.administered());
  }
}
