package org.pvpoutcomes.complication;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.DeathCount;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.complication.ComplicationReport.ClinicalEvent;
import org.pvpoutcomes.complication.ComplicationReport.Deaths;
import org.pvpoutcomes.complication.ComplicationReport.PatientLinks;
import org.pvpoutcomes.complication.ComplicationReport.StratumRates;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Protocol;

/** Computes rates from counts; pure. */
public final class ComplicationService {

  private static final List<MethodReference> METHODS = Methods.of(Answer.COMPLICATIONS);

  private ComplicationService() {}

  /**
   * The rates of the whole cohort and of its strata.
   *
   * @param division how the cohort was narrowed and divided
   */
  public static ComplicationReport report(
      Dataset dataset, Division division, ComplicationCounts counts) {
    Protocol protocol = dataset.protocol();
    StratumCounts all = counts.all();
    MemberLinks links = MemberLinks.of(dataset, division);
    return new ComplicationReport(
        dataset.study(),
        all.cohort(),
        LeakageFigures.of(all, links),
        events(all, links),
        deaths(all),
        FirstEventReport.of(protocol, all.followUp()),
        counts.strata().stream()
            .map(stratum -> stratum(protocol, division.named(stratum.stratum()), stratum, links))
            .toList(),
        StrataComparisons.of(division, counts),
        METHODS);
  }

  private static StratumRates stratum(
      Protocol protocol, Map<String, String> stratum, StratumCounts counts, MemberLinks links) {
    MemberLinks within = links.in(stratum);
    return new StratumRates(
        stratum,
        counts.cohort(),
        LeakageFigures.of(counts, within),
        events(counts, within),
        deaths(counts),
        FirstEventReport.of(protocol, counts.followUp()));
  }

  private static Deaths deaths(StratumCounts counts) {
    DeathCount deaths = counts.deaths();
    long patients = counts.cohort().patients();
    return new Deaths(
        Rate.of(deaths.patients(), patients),
        Rate.of(deaths.within30Days(), patients),
        deaths.dayUnknown());
  }

  private static List<ClinicalEvent> events(StratumCounts counts, MemberLinks links) {
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
                    count.withoutVertebra(),
                    SeverityReport.of(counts.severities(), count.kind()),
                    patients(count, links)))
        .toList();
  }

  /** Leakages at any site. */
  static EventCount leaks(StratumCounts counts) {
    return find(counts, ComplicationKind.CEMENT_LEAKAGE, null);
  }

  /** What was counted of this kind and site; zeros when it did not happen. */
  static EventCount find(StratumCounts counts, ComplicationKind kind, @Nullable LeakSite site) {
    return counts.events().stream()
        .filter(count -> count.kind() == kind && count.site() == site)
        .findFirst()
        .orElseGet(() -> new EventCount(kind, site, 0, 0, 0, 0));
  }

  /** The members with the event. */
  static PatientLinks patients(EventCount count, MemberLinks links) {
    MemberLinks ofKind = links.with("event", count.kind().code());
    LeakSite site = count.site();
    return new PatientLinks(site == null ? ofKind.to() : ofKind.to("site", site.code()));
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
