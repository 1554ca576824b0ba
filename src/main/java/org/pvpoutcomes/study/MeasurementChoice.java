package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Protocol.TimePoint;

/**
 * Chooses, for one instrument, the report that counts at each time point of the protocol.
 *
 * <p>Of the reports in a window the one nearest to the target day counts; of equally near ones the
 * earlier date, then the earlier time (a date without a time first), then the one released earlier
 * (no release time last), then the smaller identifier, then the smaller source. In a window that
 * ends on day 0 a timed report of day 0 counts only if it is not after the start of the session.
 *
 * <p>Reports with the same business identifier are reports of the same thing: where one of them is
 * amended or corrected, those that are neither are superseded, also where the revision gives no
 * value any more, and of reports that agree in time and value one is enough.
 */
final class MeasurementChoice {

  /** A report of the instrument, be it a value or a form. */
  record Report(
      Fact fact,
      String identifier,
      String status,
      ClinicalTime at,
      @Nullable ClinicalTime issued,
      Object content) {

    static Report of(MeasurementFact fact) {
      return new Report(
          fact,
          fact.identifier(),
          fact.status().code(),
          fact.at(),
          fact.issued(),
          Integer.valueOf(fact.steps()));
    }

    static Report of(Bm22ResponseFact fact) {
      return new Report(
          fact, fact.identifier(), fact.status().code(), fact.authored(), null, fact.answers());
    }

    boolean isRevision() {
      return MeasurementChoice.isRevision(status);
    }
  }

  /** What was chosen for a time point; without a report, why not. */
  record Chosen(@Nullable Report report, MissingReason otherwise) {}

  private static final Comparator<Report> FIRST_AMONG_EQUALS =
      Comparator.comparing(Report::at)
          .thenComparing(Report::issued, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Report::identifier)
          .thenComparing(Report::fact, PatientFacts.ORDER);

  private final List<TimePoint> timePoints;
  private final Sitting index;
  private final @Nullable ClinicalTime death;
  private final UnusedFacts unused;

  /**
   * Sets up the choice for one patient.
   *
   * @param index the index session
   * @param unused takes the reports that are not chosen
   */
  MeasurementChoice(
      List<TimePoint> timePoints, Sitting index, @Nullable ClinicalTime death, UnusedFacts unused) {
    this.timePoints = timePoints;
    this.index = index;
    this.death = death;
    this.unused = unused;
  }

  /**
   * The choice for every time point, in the protocol's order.
   *
   * @param reports all reports of one instrument, whatever their status
   * @param withoutValue the resources of that instrument that give no value; where one of them is a
   *     revision it supersedes like any other, because what it corrects is known to be wrong
   */
  List<Chosen> choose(List<Report> reports, List<UnusableFact> withoutValue) {
    List<Report> alive = new ArrayList<>();
    for (Report report : reports.stream().sorted(FIRST_AMONG_EQUALS).toList()) {
      if (PatientFacts.isAfterDeath(report.fact(), death)) {
        unused.add(report.fact(), UnusedReason.AFTER_DEATH);
      } else {
        alive.add(report);
      }
    }
    List<Report> counted = alive.stream().filter(r -> PatientFacts.counts(r.fact())).toList();
    Set<String> revised = revised(counted, withoutValue);
    Map<Report, UnusedReason> repeated = repeated(counted, revised);
    List<UnusableFact> instead = current(withoutValue, revised);
    boolean outside = false;
    for (Report report : counted) {
      UnusedReason reason = outsideReason(report);
      if (reason != null) {
        unused.add(report.fact(), reason);
        outside = true;
      }
    }
    List<Chosen> chosen = new ArrayList<>();
    for (TimePoint timePoint : timePoints) {
      Report report = nearest(timePoint, counted, repeated);
      MissingReason otherwise = missing(timePoint, alive, instead, outside);
      chosen.add(new Chosen(report, otherwise));
    }
    return chosen;
  }

  private long day(ClinicalTime at) {
    return at.dayOffsetFrom(index.start());
  }

  private boolean isInWindow(TimePoint timePoint, ClinicalTime at) {
    return timePoint.firstDay() <= day(at) && day(at) <= timePoint.lastDay();
  }

  /** Whether it is a time of day 0 once the session had begun, and so that of no baseline. */
  private boolean isAfterStart(TimePoint timePoint, ClinicalTime at) {
    return timePoint.lastDay() == 0
        && day(at) == 0
        && at.instant() != null
        && index.start().instant() != null
        && at.compareTo(index.start()) > 0;
  }

  private boolean belongsTo(TimePoint timePoint, ClinicalTime at) {
    return isInWindow(timePoint, at) && !isAfterStart(timePoint, at);
  }

  private @Nullable UnusedReason outsideReason(Report report) {
    for (TimePoint timePoint : timePoints) {
      if (isInWindow(timePoint, report.at())) {
        return isAfterStart(timePoint, report.at()) ? UnusedReason.AFTER_SESSION_START : null;
      }
    }
    return UnusedReason.OUTSIDE_WINDOW;
  }

  /** The identifiers of which there is an amended or corrected report that counts. */
  private static Set<String> revised(List<Report> counted, List<UnusableFact> withoutValue) {
    Set<String> revised = new HashSet<>();
    counted.stream().filter(Report::isRevision).forEach(r -> revised.add(r.identifier()));
    withoutValue.stream()
        .filter(fact -> fact.status().counts() && isRevision(fact.status().code()))
        .forEach(fact -> revised.add(fact.identifier()));
    return revised;
  }

  /** Those without a value that nothing supersedes and the patient was alive for. */
  private List<UnusableFact> current(List<UnusableFact> withoutValue, Set<String> revised) {
    List<UnusableFact> current = new ArrayList<>();
    for (UnusableFact fact : withoutValue) {
      boolean counts = fact.status().counts();
      if (counts && !isRevision(fact.status().code()) && revised.contains(fact.identifier())) {
        unused.add(fact, UnusedReason.SUPERSEDED);
      } else if (!PatientFacts.isAfterDeath(fact, death)) {
        current.add(fact);
      }
    }
    return current;
  }

  private static boolean isRevision(String status) {
    return status.equals("amended") || status.equals("corrected");
  }

  /** The reports that another report of the same thing makes needless, each with the reason. */
  private static Map<Report, UnusedReason> repeated(List<Report> counted, Set<String> revised) {
    Map<Report, UnusedReason> repeated = new HashMap<>();
    Set<List<Object>> seen = new HashSet<>();
    for (Report report : counted) {
      if (!report.isRevision() && revised.contains(report.identifier())) {
        repeated.put(report, UnusedReason.SUPERSEDED);
      } else if (!seen.add(List.of(report.identifier(), report.at(), report.content()))) {
        repeated.put(report, UnusedReason.DUPLICATE);
      }
    }
    return repeated;
  }

  private @Nullable Report nearest(
      TimePoint timePoint, List<Report> counted, Map<Report, UnusedReason> repeated) {
    List<Report> candidates = new ArrayList<>();
    for (Report report : counted) {
      if (belongsTo(timePoint, report.at())) {
        UnusedReason needless = repeated.get(report);
        if (needless == null) {
          candidates.add(report);
        } else {
          unused.add(report.fact(), needless);
        }
      }
    }
    Report nearest =
        candidates.stream()
            .min(Comparator.comparingLong(r -> Math.abs(day(r.at()) - timePoint.targetDay())))
            .orElse(null);
    for (Report report : candidates) {
      if (!report.equals(nearest)) {
        unused.add(report.fact(), UnusedReason.NOT_THE_NEAREST);
      }
    }
    return nearest;
  }

  /** Why a time point without a report has none. */
  private MissingReason missing(
      TimePoint timePoint, List<Report> alive, List<UnusableFact> withoutValue, boolean outside) {
    List<UnusableFact> here =
        withoutValue.stream()
            .filter(fact -> fact.at() != null && belongsTo(timePoint, fact.at()))
            .toList();
    List<UnusableFact> counted = here.stream().filter(PatientFacts::counts).toList();
    if (counted.size() < here.size()
        || alive.stream()
            .anyMatch(r -> !PatientFacts.counts(r.fact()) && belongsTo(timePoint, r.at()))) {
      return MissingReason.STATUS_NOT_COUNTED;
    }
    if (!counted.isEmpty()) {
      return counted.stream().anyMatch(fact -> fact.reason() == UnusableReason.VALUE_ABSENT)
          ? MissingReason.VALUE_ABSENT
          : MissingReason.NOT_USABLE;
    }
    if (death != null && death.dayOffsetFrom(index.start()) < timePoint.targetDay()) {
      return MissingReason.DIED_BEFORE;
    }
    return outside ? MissingReason.OUTSIDE_WINDOW : MissingReason.NOT_MEASURED;
  }
}
