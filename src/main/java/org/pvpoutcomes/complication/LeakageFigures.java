package org.pvpoutcomes.complication;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.SymptomaticLeakCount;
import org.pvpoutcomes.cohort.LeakCounts;
import org.pvpoutcomes.cohort.LeakCounts.ClassCount;
import org.pvpoutcomes.cohort.LeakCounts.Classification;
import org.pvpoutcomes.complication.LeakageReport.MethodLeakage;
import org.pvpoutcomes.complication.LeakageReport.SiteLeakage;
import org.pvpoutcomes.complication.LeakageReport.SymptomaticLeakage;
import org.pvpoutcomes.complication.LeakageReport.VascularLeakage;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.LeakVascularity;

/** The leakages of one stratum; pure. */
final class LeakageFigures {

  private final StratumCounts counts;
  private final CohortSize cohort;
  private final MemberLinks links;

  private LeakageFigures(StratumCounts counts, MemberLinks links) {
    this.counts = counts;
    this.cohort = counts.cohort();
    this.links = links;
  }

  /** The leakages of a stratum, with links to its members. */
  static LeakageReport of(StratumCounts counts, MemberLinks links) {
    return new LeakageFigures(counts, links).report();
  }

  private LeakageReport report() {
    EventCount leaks = ComplicationService.leaks(counts);
    return new LeakageReport(
        Rate.of(leaks.vertebrae(), cohort.vertebrae()),
        ClusteredRate.of(counts.leaks().patients()),
        Rate.of(leaks.sessions(), cohort.sessions()),
        Rate.of(leaks.patients(), cohort.patients()),
        leaks.withoutVertebra(),
        symptomatic(counts.symptomatic()),
        Arrays.stream(LeakSite.values()).map(this::site).toList(),
        Stream.concat(
                Arrays.stream(DetectionMethod.values()).map(Coded::code),
                Stream.of(LeakCounts.UNKNOWN))
            .map(this::method)
            .toList(),
        Arrays.stream(LeakVascularity.values()).map(this::vascularity).toList(),
        SeverityReport.of(counts.severities(), ComplicationKind.CEMENT_LEAKAGE),
        VolumeReport.of(counts.volumes()),
        ComplicationService.patients(leaks, links));
  }

  private SymptomaticLeakage symptomatic(SymptomaticLeakCount count) {
    return new SymptomaticLeakage(
        Rate.of(count.vertebrae(), cohort.vertebrae()),
        Rate.of(count.sessions(), cohort.sessions()),
        Rate.of(count.patients(), cohort.patients()),
        count.notSaid());
  }

  private SiteLeakage site(LeakSite site) {
    EventCount count = ComplicationService.find(counts, ComplicationKind.CEMENT_LEAKAGE, site);
    ClassCount leaks = find(Classification.SITE, Objects.requireNonNull(count.site()).code());
    return new SiteLeakage(
        leaks.value(),
        perVertebra(leaks),
        clustered(leaks),
        perSession(leaks),
        perPatient(leaks),
        ComplicationService.patients(count, links));
  }

  private MethodLeakage method(String method) {
    ClassCount leaks = find(Classification.METHOD, method);
    return new MethodLeakage(
        method,
        perVertebra(leaks),
        clustered(leaks),
        perSession(leaks),
        perPatient(leaks),
        leaks.withoutVertebra());
  }

  private VascularLeakage vascularity(LeakVascularity vascularity) {
    ClassCount leaks = find(Classification.VASCULARITY, vascularity.code());
    return new VascularLeakage(
        vascularity.code(),
        perVertebra(leaks),
        clustered(leaks),
        perSession(leaks),
        perPatient(leaks),
        leaks.withoutVertebra());
  }

  /** What was counted of this class; zeros when it did not happen. */
  private ClassCount find(Classification by, String value) {
    List<ClassCount> classes = counts.leaks().classes();
    return classes.stream()
        .filter(count -> count.by() == by && count.value().equals(value))
        .findFirst()
        .orElseGet(() -> new ClassCount(by, value, 0, 0, 0, 0, new TreeMap<>()));
  }

  private Rate perVertebra(ClassCount leaks) {
    return Rate.of(leaks.vertebrae(), cohort.vertebrae());
  }

  private ClusteredRate clustered(ClassCount leaks) {
    return ClusteredRate.of(counts.leaks().ofClass(leaks));
  }

  private Rate perSession(ClassCount leaks) {
    return Rate.of(leaks.sessions(), cohort.sessions());
  }

  private Rate perPatient(ClassCount leaks) {
    return Rate.of(leaks.patients(), cohort.patients());
  }
}
