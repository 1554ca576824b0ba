package org.pvpoutcomes.membership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.cohort.CompletenessCounts;
import org.pvpoutcomes.cohort.CompletenessCounts.Cell;
import org.pvpoutcomes.cohort.CompletenessCounts.UnusedCount;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.EligibilityCounts;
import org.pvpoutcomes.figure.CodedCounts;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.membership.CompletenessReport.CriterionCompleteness;
import org.pvpoutcomes.membership.CompletenessReport.Flow;
import org.pvpoutcomes.membership.CompletenessReport.FlowLinks;
import org.pvpoutcomes.membership.CompletenessReport.MeasureCompleteness;
import org.pvpoutcomes.membership.CompletenessReport.PatientLinks;
import org.pvpoutcomes.membership.CompletenessReport.Pending;
import org.pvpoutcomes.membership.CompletenessReport.TimePointCompleteness;
import org.pvpoutcomes.membership.CompletenessReport.TimePointLinks;
import org.pvpoutcomes.membership.CompletenessReport.UnusedFacts;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.TestData;

/** Computes the flow of a study from counts; pure. */
final class CompletenessService {

  /**
   * The two rates of SISAQOL (Coens et al., Lancet Oncology 2020;21:e83-e96) as this service reads
   * them; their wording there was not verified.
   */
  private static final Map<String, String> DEFINITIONS = definitions();

  private static final List<MethodReference> METHODS = Methods.of(Answer.COMPLETENESS);

  private CompletenessService() {}

  static CompletenessReport report(Dataset dataset, CompletenessCounts counts, TestData testData) {
    Protocol protocol = dataset.protocol();
    MemberLinks links = MemberLinks.of(dataset);
    List<MeasureCompleteness> measures = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      MemberLinks ofMeasure = links.with("measure", measure.code());
      measures.add(
          new MeasureCompleteness(
              measure.code(),
              counts.cells().stream()
                  .filter(cell -> cell.measure() == measure)
                  .map(cell -> timePoint(cell, ofMeasure.with("timePoint", cell.timePoint())))
                  .toList()));
    }
    return new CompletenessReport(
        protocol.id(),
        flow(counts, links, testData),
        counts.eligibility().stream().map(CompletenessService::criterion).toList(),
        DEFINITIONS,
        measures,
        METHODS);
  }

  private static CriterionCompleteness criterion(EligibilityCounts counts) {
    return new CriterionCompleteness(
        counts.criterion().id(),
        counts.criterion().excludes(),
        counts.met(),
        counts.notMet(),
        counts.unknown());
  }

  private static Flow flow(CompletenessCounts counts, MemberLinks links, TestData testData) {
    CodedCounts inclusion = CodedCounts.of(Inclusion.class, counts.inclusion());
    Map<String, UnusedFacts> unused = new LinkedHashMap<>();
    for (UnusedReason reason : UnusedReason.values()) {
      UnusedCount count = counts.unused().getOrDefault(reason, UnusedCount.NONE);
      unused.put(
          reason.code(),
          new UnusedFacts(
              count.facts(),
              count.patients(),
              new PatientLinks(links.to("unused", reason.code()))));
    }
    return new Flow(
        inclusion.n(),
        testData.code(),
        inclusion.counts(),
        unused,
        new Pending(
            counts.pending().patientNotReceived(),
            counts.pending().subjectIdentifierUnknown(),
            counts.pending().subjectIdentifierAmbiguous()),
        new FlowLinks(links.each("inclusion", inclusion.counts().keySet())));
  }

  private static TimePointCompleteness timePoint(Cell cell, MemberLinks links) {
    CodedCounts missing = CodedCounts.of(MissingReason.class, cell.missing());
    long included = cell.available() + missing.n();
    long died = cell.missing().counts().getOrDefault(MissingReason.DIED_BEFORE, 0L);
    Rate available = Rate.of(cell.available(), included);
    return new TimePointCompleteness(
        cell.timePoint(),
        included,
        cell.available(),
        missing.n(),
        available.percent(),
        available,
        Rate.of(cell.available(), included - died),
        missing.counts(),
        new NotComputed()
            .add("availablePercent", available.percent(), "nobody is included")
            .reasons(),
        new TimePointLinks(links.to(), links.each("missing", missing.counts().keySet())));
  }

  private static Map<String, String> definitions() {
    Map<String, String> definitions = new LinkedHashMap<>();
    definitions.put(
        "availableDataRate",
        "Patients with a valid value at the time point, of all included patients. This is how the"
            + " service reads SISAQOL (Lancet Oncol 2020;21:e83); its wording was not verified.");
    definitions.put(
        "completionRate",
        "Patients with a valid value at the time point, of the included patients still expected"
            + " there: all but those who have none because they died before its target day. This is"
            + " how the service reads SISAQOL (Lancet Oncol 2020;21:e83); its wording was not"
            + " verified.");
    return definitions;
  }
}
