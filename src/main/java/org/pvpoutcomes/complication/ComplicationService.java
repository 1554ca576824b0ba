package org.pvpoutcomes.complication;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.complication.ComplicationReport.ClinicalEvent;
import org.pvpoutcomes.complication.ComplicationReport.Leakage;
import org.pvpoutcomes.complication.ComplicationReport.SiteLeakage;
import org.pvpoutcomes.complication.ComplicationReport.StratumRates;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Stratum;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;

/** Computes rates from counts; pure. */
final class ComplicationService {

  private ComplicationService() {}

  /**
   * The rates of the whole cohort and of its strata.
   *
   * @param by what divided the cohort; null when it is whole
   */
  static ComplicationReport report(
      String study, @Nullable Stratification by, ComplicationCounts counts) {
    StratumCounts all = counts.all();
    return new ComplicationReport(
        study,
        all.cohort(),
        leakage(all),
        events(all),
        counts.strata().stream().map(stratum -> stratum(by, stratum)).toList());
  }

  private static StratumRates stratum(@Nullable Stratification by, StratumCounts counts) {
    Stratum stratum =
        Objects.requireNonNull(
            Stratum.of(by, counts.stratum()), "only a divided cohort has strata");
    return new StratumRates(stratum, counts.cohort(), leakage(counts), events(counts));
  }

  private static Leakage leakage(StratumCounts counts) {
    CohortSize cohort = counts.cohort();
    EventCount leaks = find(counts, ComplicationKind.CEMENT_LEAKAGE, null);
    List<SiteLeakage> bySite =
        Arrays.stream(LeakSite.values())
            .map(site -> find(counts, ComplicationKind.CEMENT_LEAKAGE, site))
            .map(
                count ->
                    new SiteLeakage(
                        Objects.requireNonNull(count.site()).code(),
                        perVertebra(count, cohort),
                        perSession(count, cohort),
                        perPatient(count, cohort)))
            .toList();
    return new Leakage(
        perVertebra(leaks, cohort),
        perSession(leaks, cohort),
        perPatient(leaks, cohort),
        leaks.withoutVertebra(),
        bySite);
  }

  private static List<ClinicalEvent> events(StratumCounts counts) {
    CohortSize cohort = counts.cohort();
    return Arrays.stream(ComplicationKind.values())
        .filter(kind -> kind != ComplicationKind.CEMENT_LEAKAGE)
        .map(kind -> find(counts, kind, null))
        .map(
            count ->
                new ClinicalEvent(
                    count.kind().code(),
                    perPatient(count, cohort),
                    perSession(count, cohort),
                    perVertebra(count, cohort),
                    count.withoutVertebra()))
        .toList();
  }

  /** What was counted of this kind and site; zeros when it did not happen. */
  private static EventCount find(
      StratumCounts counts, ComplicationKind kind, @Nullable LeakSite site) {
    return counts.events().stream()
        .filter(count -> count.kind() == kind && count.site() == site)
        .findFirst()
        .orElseGet(() -> new EventCount(kind, site, 0, 0, 0, 0));
  }

  private static Rate perVertebra(EventCount count, CohortSize cohort) {
    return Rate.of(count.vertebrae(), cohort.vertebrae());
  }

  private static Rate perSession(EventCount count, CohortSize cohort) {
    return Rate.of(count.sessions(), cohort.sessions());
  }

  private static Rate perPatient(EventCount count, CohortSize cohort) {
    return Rate.of(count.patients(), cohort.patients());
  }
}
