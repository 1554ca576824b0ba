package org.pvpoutcomes.cohort;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.BruteForce.Place;
import org.pvpoutcomes.cohort.BruteForce.Wanted;
import org.pvpoutcomes.cohort.FollowUpEnd.End;
import org.pvpoutcomes.cohort.LeakCounts.ClassCount;
import org.pvpoutcomes.cohort.LeakCounts.Classification;
import org.pvpoutcomes.cohort.LeakCounts.Treated;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.LeakVascularity;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Severity;

/** The part of {@link BruteForce} about leaks, severities and the first event. */
final class BruteForceLeaks {

  private final List<Member> members;
  private final List<Place> places;
  private final Wanted wanted;

  BruteForceLeaks(List<Member> members, List<Place> places, Wanted wanted) {
    this.members = members;
    this.places = places;
    this.wanted = wanted;
  }

  /** Patient by patient, in how many vertebrae of each stratum cement leaked. */
  static List<StrataLeaks> strata(Map<List<String>, List<Place>> strata) {
    Map<String, Map<List<String>, Treated>> patients = new TreeMap<>();
    strata.forEach(
        (stratum, places) ->
            byPatient(places)
                .forEach(
                    (patient, own) ->
                        patients
                            .computeIfAbsent(patient, _ -> new LinkedHashMap<>())
                            .put(stratum, treated(own, BruteForceLeaks::isLeak))));
    Map<Map<List<String>, Treated>, Long> alike = new LinkedHashMap<>();
    patients.values().forEach(own -> alike.merge(own, 1L, Long::sum));
    return alike.entrySet().stream()
        .map(entry -> new StrataLeaks(entry.getKey(), entry.getValue()))
        .toList();
  }

  LeakCounts leaks() {
    TreeMap<Treated, Long> patients = new TreeMap<>();
    byPatient(places)
        .values()
        .forEach(own -> patients.merge(treated(own, BruteForceLeaks::isLeak), 1L, Long::sum));
    List<ClassCount> classes = new ArrayList<>();
    for (LeakSite site : LeakSite.values()) {
      add(Classification.SITE, site.code(), event -> event.leakSite() == site, classes);
    }
    for (DetectionMethod method : DetectionMethod.values()) {
      add(Classification.METHOD, method.code(), event -> event.methods().contains(method), classes);
    }
    add(Classification.METHOD, "unknown", event -> event.methods().isEmpty(), classes);
    for (LeakVascularity vascularity : LeakVascularity.values()) {
      add(
          Classification.VASCULARITY,
          vascularity.code(),
          event -> event.leakSite() != null && event.leakSite().vascularity() == vascularity,
          classes);
    }
    return new LeakCounts(patients, classes);
  }

  private void add(
      Classification by, String value, Predicate<Member.Event> is, List<ClassCount> classes) {
    Predicate<Member.Event> leakOfClass = event -> isLeak(event) && is.test(event);
    Set<String> patients = new HashSet<>();
    Set<List<Object>> sessions = new HashSet<>();
    long without = 0;
    for (Member member : members) {
      for (Member.Session session : member.sessions()) {
        for (Member.Event event : session.events()) {
          if (leakOfClass.test(event) && wanted.test(session, event)) {
            patients.add(member.patient());
            sessions.add(List.of(member.patient(), session.number()));
            without += event.vertebra() == null ? 1 : 0;
          }
        }
      }
    }
    TreeMap<Treated, Long> affected = new TreeMap<>();
    byPatient(places)
        .values()
        .forEach(own -> affected.merge(treated(own, leakOfClass), 1L, Long::sum));
    affected.keySet().removeIf(treated -> treated.leaking() == 0);
    if (!patients.isEmpty()) {
      long vertebrae =
          affected.entrySet().stream()
              .mapToLong(entry -> entry.getKey().leaking() * entry.getValue())
              .sum();
      classes.add(
          new ClassCount(
              by, value, vertebrae, sessions.size(), patients.size(), without, affected));
    }
  }

  List<SeverityCount> severities() {
    List<SeverityCount> counts = new ArrayList<>();
    for (ComplicationKind kind : ComplicationKind.values()) {
      List<@Nullable Severity> all = new ArrayList<>(List.of(Severity.values()));
      all.add(null);
      for (Severity severity : all) {
        long events = 0;
        Set<String> patients = new HashSet<>();
        for (Member member : members) {
          for (Member.Session session : member.sessions()) {
            for (Member.Event event : session.events()) {
              if (event.kind() == kind
                  && wanted.test(session, event)
                  && has(event.severities(), severity)) {
                events++;
                patients.add(member.patient());
              }
            }
          }
        }
        if (events > 0) {
          counts.add(new SeverityCount(kind, severity, events, patients.size()));
        }
      }
    }
    return counts;
  }

  /** Whether no other grade of the same scheme is worse. */
  private static boolean has(List<Severity> graded, @Nullable Severity severity) {
    return severity == null
        ? graded.isEmpty()
        : graded.contains(severity)
            && graded.stream()
                .noneMatch(
                    other ->
                        other.scheme().equals(severity.scheme())
                            && String.valueOf(other.version())
                                .equals(String.valueOf(severity.version()))
                            && other.compareTo(severity) > 0);
  }

  static List<FollowUpEnd> followUp(List<Member> members) {
    Map<List<Object>, long[]> ends = new LinkedHashMap<>();
    for (Member member : members) {
      Integer first = null;
      boolean said = false;
      boolean died = member.deceased();
      for (Member.Session session : member.sessions()) {
        for (Member.Event event : session.events()) {
          died |= event.kind() == ComplicationKind.DEATH;
          if (event.kind() != ComplicationKind.DEATH && !isLeak(event)) {
            Integer onset = event.onsetDay();
            int day = Math.max(0, session.day() + (onset == null ? 0 : onset));
            if (first == null || day < first || (day == first && onset != null)) {
              first = day;
              said = onset != null;
            }
          }
        }
      }
      Integer death =
          died && member.deathDay() != null && member.deathDay() >= 0 ? member.deathDay() : null;
      boolean event = first != null && (death == null || first <= death);
      Integer last = member.lastObservedDay();
      List<Object> end =
          event
              ? List.of(first, End.EVENT)
              : death != null
                  ? List.of(death, End.DEATH)
                  : List.of(last == null ? 0 : last, End.CENSORED);
      long[] counts = ends.computeIfAbsent(end, _ -> new long[3]);
      counts[0]++;
      counts[1] += event && !said ? 1 : 0;
      counts[2] += !event && death == null && died && member.deathDay() == null ? 1 : 0;
    }
    return ends.entrySet().stream()
        .map(
            entry ->
                new FollowUpEnd(
                    (Integer) entry.getKey().get(0),
                    (End) entry.getKey().get(1),
                    entry.getValue()[0],
                    entry.getValue()[1],
                    entry.getValue()[2]))
        .toList();
  }

  VolumeCounts volumes() {
    long patients = 0;
    long[][] sums = new long[4][4];
    for (List<Place> own : byPatient(places).values()) {
      // Number and volume of the leaking vertebrae, number and volume of the others.
      long[] totals = new long[4];
      for (Place place : own) {
        Integer volume = place.vertebra().microlitres();
        if (volume != null) {
          int part = leaks(place, BruteForceLeaks::isLeak) ? 0 : 2;
          totals[part]++;
          totals[part + 1] += volume;
        }
      }
      patients += totals[0] + totals[2] > 0 ? 1 : 0;
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          sums[i][j] += totals[i] * totals[j];
        }
      }
    }
    return new VolumeCounts(
        volumes(true),
        volumes(false),
        new VolumeCounts.PatientSums(
            patients,
            part(true, sums, 0),
            part(false, sums, 2),
            sums[0][2],
            sums[0][3],
            sums[1][2],
            sums[1][3]));
  }

  private VolumeCounts.Part part(boolean leaking, long[][] sums, int at) {
    Frequencies<Integer> volumes = volumes(leaking);
    long volume =
        volumes.counts().entrySet().stream()
            .mapToLong(entry -> entry.getKey() * entry.getValue())
            .sum();
    return new VolumeCounts.Part(
        volumes.n(), volume, sums[at][at], sums[at][at + 1], sums[at + 1][at + 1]);
  }

  private Frequencies<Integer> volumes(boolean leaking) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    long missing = 0;
    for (Place place : places) {
      if (leaks(place, BruteForceLeaks::isLeak) == leaking) {
        Integer volume = place.vertebra().microlitres();
        if (volume == null) {
          missing++;
        } else {
          counts.merge(volume, 1L, Long::sum);
        }
      }
    }
    return new Frequencies<>(counts, missing);
  }

  private static Map<String, List<Place>> byPatient(Collection<Place> places) {
    Map<String, List<Place>> patients = new TreeMap<>(Comparator.naturalOrder());
    places.forEach(
        place ->
            patients.computeIfAbsent(place.member().patient(), _ -> new ArrayList<>()).add(place));
    return patients;
  }

  private static Treated treated(List<Place> places, Predicate<Member.Event> is) {
    return new Treated(
        places.size(), (int) places.stream().filter(place -> leaks(place, is)).count());
  }

  private static boolean leaks(Place place, Predicate<Member.Event> is) {
    return place.session().events().stream()
        .anyMatch(
            event ->
                Integer.valueOf(place.vertebra().number()).equals(event.vertebra())
                    && is.test(event));
  }

  private static boolean isLeak(Member.Event event) {
    return event.kind() == ComplicationKind.CEMENT_LEAKAGE;
  }
}
