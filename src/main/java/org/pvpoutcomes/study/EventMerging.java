package org.pvpoutcomes.study;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.MergedReports.Place;

/**
 * Makes one event of all reports of the same thing: same session, kind, vertebra and leak site. A
 * report that leaves the vertebra or the site open is absorbed by one that agrees with all it says
 * and says more; of several such the first in the order of events takes it.
 *
 * <p>Reports of one kind that name each other are one event, at the vertebra and the site that any
 * of them names; unless two of them name different ones, when their links say nothing.
 */
final class EventMerging {

  private final TreatedSession session;

  private EventMerging(TreatedSession session) {
    this.session = session;
  }

  /**
   * The reports of each event of one session, by kind, vertebra and site; what is not said comes
   * last.
   */
  static List<MergedReports> merged(TreatedSession session, List<AscribedComplication> reports) {
    Map<ComplicationKind, List<AscribedComplication>> byKind =
        new EnumMap<>(ComplicationKind.class);
    for (AscribedComplication report : reports) {
      if (report.session().equals(session)) {
        byKind.computeIfAbsent(report.kind(), k -> new ArrayList<>()).add(report);
      }
    }
    EventMerging merging = new EventMerging(session);
    List<MergedReports> merged = new ArrayList<>();
    byKind.forEach((kind, ofKind) -> merged.addAll(merging.merge(kind, ofKind)));
    return merged;
  }

  private List<MergedReports> merge(ComplicationKind kind, List<AscribedComplication> reports) {
    List<Place> ofReports = places(reports);
    List<Place> places = ofReports.stream().distinct().sorted(Place.ORDER).toList();
    List<Place> kept =
        places.stream().filter(p -> places.stream().noneMatch(p::isAbsorbedBy)).toList();
    Map<Place, List<AscribedComplication>> merged = new LinkedHashMap<>();
    kept.forEach(place -> merged.put(place, new ArrayList<>()));
    for (int i = 0; i < reports.size(); i++) {
      Place place = ofReports.get(i);
      Place taker =
          kept.stream()
              .filter(k -> place.equals(k) || place.isAbsorbedBy(k))
              .findFirst()
              .orElse(place);
      merged.computeIfAbsent(taker, p -> new ArrayList<>()).add(reports.get(i));
    }
    return merged.entrySet().stream()
        .map(entry -> new MergedReports(session, kind, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The place of each report: what it and those that it is linked to say together. */
  private List<Place> places(List<AscribedComplication> reports) {
    Place[] places = new Place[reports.size()];
    boolean[] seen = new boolean[reports.size()];
    for (int first = 0; first < places.length; first++) {
      if (!seen[first]) {
        List<Integer> group = linked(reports, first);
        Place together = together(reports, group);
        for (int i : group) {
          seen[i] = true;
          places[i] = together == null ? place(reports.get(i)) : together;
        }
      }
    }
    return List.of(places);
  }

  /** Indexes of the reports that are linked to one, however far, itself included. */
  private static List<Integer> linked(List<AscribedComplication> reports, int first) {
    Set<Integer> group = new HashSet<>(Set.of(first));
    Deque<Integer> open = new ArrayDeque<>(group);
    while (!open.isEmpty()) {
      AscribedComplication report = reports.get(open.remove());
      for (int i = 0; i < reports.size(); i++) {
        if (report.isLinkedTo(reports.get(i)) && group.add(i)) {
          open.add(i);
        }
      }
    }
    return List.copyOf(group);
  }

  /** What the reports of a group say together; null where they contradict each other. */
  private @Nullable Place together(List<AscribedComplication> reports, List<Integer> group) {
    Set<Integer> vertebrae = new HashSet<>();
    Set<LeakSite> sites = new HashSet<>();
    for (int i : group) {
      Place place = place(reports.get(i));
      if (place.vertebra() != null) {
        vertebrae.add(place.vertebra());
      }
      if (place.site() != null) {
        sites.add(place.site());
      }
    }
    return vertebrae.size() > 1 || sites.size() > 1
        ? null
        : new Place(
            vertebrae.stream().findFirst().orElse(null), sites.stream().findFirst().orElse(null));
  }

  private Place place(AscribedComplication report) {
    Vertebra vertebra = report.vertebra();
    return new Place(
        vertebra == null ? null : Integer.valueOf(session.vertebrae().indexOf(vertebra) + 1),
        report.leakSite());
  }
}
