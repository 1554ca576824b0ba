package org.pvpoutcomes.complication;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.FollowUpEnd;
import org.pvpoutcomes.cohort.FollowUpEnd.End;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Summary;
import org.pvpoutcomes.statistics.CumulativeIncidence;
import org.pvpoutcomes.statistics.CumulativeIncidence.Ends;
import org.pvpoutcomes.statistics.CumulativeIncidence.Step;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.TimePoint;

/**
 * The first clinical event of each patient that is not the death, in days from the index session.
 * Death competes; without either, observation ends on the last day on which the record shows the
 * patient alive. A cement leakage is no clinical event.
 *
 * @param patients all of the stratum; each is in one of the next three
 * @param withEvent who had an event, also on the day of the death
 * @param diedBefore who died without
 * @param censored who had neither as long as they were observed
 * @param onsetNotSaid of {@code withEvent}, patients whose first event has the day of its session,
 *     because nobody says when it began
 * @param deathDayUnknown of {@code censored}, patients who died on a day that is not known
 * @param lastDay on which somebody was observed; null without patients
 * @param onsetDays of the patients with an event
 * @param cumulativeIncidence on day 30 and on the target days of the study after the index session
 * @param notComputed the figures that are null, each with the reason
 */
public record FirstEventReport(
    long patients,
    long withEvent,
    long diedBefore,
    long censored,
    long onsetNotSaid,
    long deathDayUnknown,
    @Nullable Integer lastDay,
    Summary onsetDays,
    List<Incidence> cumulativeIncidence,
    Map<String, String> notComputed) {

  /** Until this day an event is an early one, as a death is. */
  private static final int EARLY = 30;

  /** Copies the list. */
  public FirstEventReport {
    cumulativeIncidence = List.copyOf(cumulativeIncidence);
  }

  /**
   * How likely a patient is to have had the event until a day, that day included; see {@link
   * CumulativeIncidence}.
   *
   * @param atRisk patients who were observed on the day, with neither event before it
   * @param percent 0 to 100
   * @param standardError in percentage points
   * @param interval in percent, symmetric in log(-log)
   * @param notComputed the figures that are null, each with the reason
   */
  public record Incidence(
      int day,
      long atRisk,
      @Nullable Double percent,
      @Nullable Double standardError,
      @Nullable Interval interval,
      Map<String, String> notComputed) {}

  /** The first events of the patients of one stratum. */
  static FirstEventReport of(Protocol protocol, List<FollowUpEnd> ends) {
    CumulativeIncidence curve = CumulativeIncidence.of(byDay(ends), Rate.LEVEL);
    SortedMap<Integer, Long> onsets = new TreeMap<>();
    ends.stream()
        .filter(end -> end.end() == End.EVENT)
        .forEach(end -> onsets.merge(end.day(), end.patients(), Long::sum));
    return new FirstEventReport(
        curve.n(),
        curve.events(),
        curve.competing(),
        curve.censored(),
        ends.stream().mapToLong(FollowUpEnd::onsetNotSaid).sum(),
        ends.stream().mapToLong(FollowUpEnd::deathDayUnknown).sum(),
        curve.lastDay(),
        Summary.of(Scale.UNIT, new Frequencies<>(onsets, 0)),
        days(protocol).stream().map(day -> incidence(curve, ends, day)).toList(),
        new NotComputed().add("lastDay", curve.lastDay(), "there are no patients").reasons());
  }

  private static TreeSet<Integer> days(Protocol protocol) {
    TreeSet<Integer> days = new TreeSet<>(List.of(EARLY));
    protocol.timePoints().stream()
        .map(TimePoint::targetDay)
        .filter(day -> day > 0)
        .forEach(days::add);
    return days;
  }

  private static SortedMap<Integer, Ends> byDay(List<FollowUpEnd> ends) {
    SortedMap<Integer, Ends> byDay = new TreeMap<>();
    for (FollowUpEnd end : ends) {
      long patients = end.patients();
      Ends here =
          switch (end.end()) {
            case EVENT -> new Ends(patients, 0, 0);
            case DEATH -> new Ends(0, patients, 0);
            case CENSORED -> new Ends(0, 0, patients);
          };
      byDay.merge(
          end.day(),
          here,
          (one, other) ->
              new Ends(
                  one.events() + other.events(),
                  one.competing() + other.competing(),
                  one.censored() + other.censored()));
    }
    return byDay;
  }

  private static Incidence incidence(CumulativeIncidence curve, List<FollowUpEnd> ends, int day) {
    long atRisk =
        ends.stream().filter(end -> end.day() >= day).mapToLong(FollowUpEnd::patients).sum();
    Step step = curve.at(day);
    String nobody = curve.n() == 0 ? "there are no patients" : "nobody was observed until this day";
    if (step == null) {
      return new Incidence(
          day,
          atRisk,
          null,
          null,
          null,
          new NotComputed()
              .add("percent", null, nobody)
              .add("standardError", null, nobody)
              .add("interval", null, nobody)
              .reasons());
    }
    Interval interval = step.interval();
    Double standardError = interval == null ? null : Double.valueOf(step.standardError());
    String certain =
        step.percent() == 0 ? "nobody had an event by then" : "everybody had an event by then";
    return new Incidence(
        day,
        atRisk,
        step.percent(),
        standardError,
        interval,
        new NotComputed()
            .add("standardError", standardError, certain)
            .add("interval", interval, certain)
            .reasons());
  }
}
