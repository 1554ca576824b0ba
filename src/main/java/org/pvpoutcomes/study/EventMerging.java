package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Member.Event;

/**
 * Makes one event of all reports of the same thing: same session, kind, vertebra and leak site. A
 * report that leaves the vertebra or the site open is absorbed by one that agrees with all it says
 * and says more; of several such the first in the order of events takes it.
 */
final class EventMerging {

  /** What tells two events of one kind in one session apart; null is "not said". */
  private record Place(@Nullable Integer vertebra, @Nullable LeakSite site) {

    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::vertebra, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Place::site, Comparator.nullsLast(Comparator.naturalOrder()));

    boolean isAbsorbedBy(Place other) {
      return !equals(other)
          && (vertebra == null || vertebra.equals(other.vertebra))
          && (site == null || site == other.site);
    }
  }

  private EventMerging() {}

  /** The events of one session, by kind, vertebra and site; what is not said comes last. */
  static List<Event> events(TreatedSession session, List<AscribedComplication> reports) {
    Map<ComplicationKind, List<AscribedComplication>> byKind =
        new EnumMap<>(ComplicationKind.class);
    for (AscribedComplication report : reports) {
      if (report.session().equals(session)) {
        byKind.computeIfAbsent(report.kind(), k -> new ArrayList<>()).add(report);
      }
    }
    List<Event> events = new ArrayList<>();
    byKind.forEach((kind, ofKind) -> events.addAll(merge(session, kind, ofKind)));
    return events;
  }

  private static List<Event> merge(
      TreatedSession session, ComplicationKind kind, List<AscribedComplication> reports) {
    List<Place> places =
        reports.stream()
            .map(report -> place(session, report))
            .distinct()
            .sorted(Place.ORDER)
            .toList();
    List<Place> kept =
        places.stream().filter(p -> places.stream().noneMatch(p::isAbsorbedBy)).toList();
    Map<Place, List<AscribedComplication>> merged = new LinkedHashMap<>();
    kept.forEach(place -> merged.put(place, new ArrayList<>()));
    for (AscribedComplication report : reports) {
      Place place = place(session, report);
      Place taker =
          kept.stream()
              .filter(k -> place.equals(k) || place.isAbsorbedBy(k))
              .findFirst()
              .orElse(place);
      merged.computeIfAbsent(taker, p -> new ArrayList<>()).add(report);
    }
    List<Event> events = new ArrayList<>();
    merged.forEach((place, of) -> events.add(event(session, kind, place, of)));
    return events;
  }

  private static Event event(
      TreatedSession session,
      ComplicationKind kind,
      Place place,
      List<AscribedComplication> reports) {
    LeakSite site =
        kind == ComplicationKind.CEMENT_LEAKAGE
            ? Objects.requireNonNullElse(place.site(), LeakSite.UNSPECIFIED)
            : null;
    ClinicalTime start = session.sitting().start();
    List<Integer> onsets = days(start, reports, AscribedComplication::onset);
    List<Integer> resolutions = days(start, reports, AscribedComplication::resolution);
    return new Event(
        kind,
        site,
        place.vertebra(),
        onsets.isEmpty() ? null : onsets.getFirst(),
        resolutions.isEmpty() ? null : resolutions.getLast(),
        reports.stream().map(AscribedComplication::source).distinct().sorted().toList());
  }

  /** Days from the session, ascending, of the reports that say it. */
  private static List<Integer> days(
      ClinicalTime start,
      Collection<AscribedComplication> reports,
      Function<AscribedComplication, @Nullable ClinicalTime> time) {
    List<Integer> days = new ArrayList<>();
    for (AscribedComplication report : reports) {
      ClinicalTime at = time.apply(report);
      if (at != null) {
        days.add(Math.toIntExact(at.dayOffsetFrom(start)));
      }
    }
    return days.stream().sorted().toList();
  }

  private static Place place(TreatedSession session, AscribedComplication report) {
    Vertebra vertebra = report.vertebra();
    return new Place(
        vertebra == null ? null : Integer.valueOf(session.vertebrae().indexOf(vertebra) + 1),
        report.leakSite());
  }
}
