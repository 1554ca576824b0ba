package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Member.Event;

/**
 * All reports of one event.
 *
 * @param reports at least one
 */
record MergedReports(
    TreatedSession session,
    ComplicationKind kind,
    Place place,
    List<AscribedComplication> reports) {

  /** What tells two events of one kind in one session apart; null is "not said". */
  record Place(@Nullable Integer vertebra, @Nullable LeakSite site) {

    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::vertebra, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Place::site, Comparator.nullsLast(Comparator.naturalOrder()));

    boolean isAbsorbedBy(Place other) {
      return !equals(other)
          && (vertebra == null || vertebra.equals(other.vertebra))
          && (site == null || site == other.site);
    }
  }

  /** The events of one session with the links between leaks and clinical events. */
  static List<Event> events(List<MergedReports> merged) {
    List<Event> events = new ArrayList<>();
    for (MergedReports one : merged) {
      List<Integer> linked = new ArrayList<>();
      for (int i = 0; i < merged.size(); i++) {
        if (merged.get(i).isLeak() != one.isLeak() && one.isLinkedTo(merged.get(i))) {
          linked.add(i + 1);
        }
      }
      events.add(one.event(events.size() + 1, linked));
    }
    return events;
  }

  private boolean isLeak() {
    return kind == ComplicationKind.CEMENT_LEAKAGE;
  }

  private boolean isLinkedTo(MergedReports other) {
    return names(other) || other.names(this);
  }

  private boolean names(MergedReports other) {
    Set<String> named = new HashSet<>();
    reports.forEach(report -> named.addAll(report.related()));
    return other.reports.stream().anyMatch(r -> named.contains(r.source().reference()));
  }

  /**
   * The event.
   *
   * @param linked numbers of the clinical events of a leak, or of the leaks of a clinical event
   */
  private Event event(int number, List<Integer> linked) {
    EventDetails details = EventDetails.NONE;
    for (AscribedComplication report : reports) {
      details = details.and(report.details());
    }
    List<Integer> onsets = days(AscribedComplication::onset);
    List<Integer> resolutions = days(AscribedComplication::resolution);
    return new Event(
        number,
        kind,
        isLeak() ? Objects.requireNonNullElse(place.site(), LeakSite.UNSPECIFIED) : null,
        place.vertebra(),
        onsets.isEmpty() ? null : onsets.getFirst(),
        resolutions.isEmpty() ? null : resolutions.getLast(),
        details.severities(),
        details.methods(),
        isLeak() ? symptomatic(details, linked) : null,
        isLeak() ? List.of() : linked,
        reports.stream().map(AscribedComplication::source).distinct().sorted().toList());
  }

  /** As reported; else a leak with a clinical event had symptoms. */
  private static @Nullable Boolean symptomatic(EventDetails details, List<Integer> linked) {
    Boolean said = details.symptomatic();
    return (said == null && !linked.isEmpty()) ? Boolean.TRUE : said;
  }

  /** Days from the session, ascending, of the reports that say it. */
  private List<Integer> days(Function<AscribedComplication, @Nullable ClinicalTime> time) {
    ClinicalTime start = session.sitting().start();
    List<Integer> days = new ArrayList<>();
    for (AscribedComplication report : reports) {
      ClinicalTime at = time.apply(report);
      if (at != null) {
        days.add(Math.toIntExact(at.dayOffsetFrom(start)));
      }
    }
    return days.stream().sorted().toList();
  }
}
