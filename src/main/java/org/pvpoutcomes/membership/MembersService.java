package org.pvpoutcomes.membership;

import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.MemberTrace;
import org.pvpoutcomes.cohort.PatientMerge;
import org.pvpoutcomes.cohort.StoredFinding;
import org.pvpoutcomes.membership.MemberReport.CriterionResult;
import org.pvpoutcomes.membership.MemberReport.EventReport;
import org.pvpoutcomes.membership.MemberReport.FollowUp;
import org.pvpoutcomes.membership.MemberReport.SessionReport;
import org.pvpoutcomes.membership.MemberReport.SeverityReport;
import org.pvpoutcomes.membership.MemberReport.TimelineEntry;
import org.pvpoutcomes.membership.MemberReport.TracedFinding;
import org.pvpoutcomes.membership.MemberReport.UnusedFact;
import org.pvpoutcomes.membership.MemberReport.VertebraReport;
import org.pvpoutcomes.membership.MembersReport.MeasureValues;
import org.pvpoutcomes.membership.MembersReport.MemberSummary;
import org.pvpoutcomes.membership.MembersReport.TimePointValue;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.Eligibility;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.Timeline;

/** Turns members into what the API shows of them; pure. */
final class MembersService {

  private static final double THOUSANDTHS = 1000;

  private MembersService() {}

  /** One line of the list of members. */
  static MemberSummary summary(Protocol protocol, Member member) {
    return new MemberSummary(
        id(member),
        member.patient(),
        member.inclusion().code(),
        member.sex().code(),
        member.age(),
        Coded.codeOf(member.primaryTumour()),
        member.sessions().size(),
        member.sessions().stream().mapToInt(session -> session.vertebrae().size()).sum(),
        measures(protocol, member));
  }

  /** Everything there is about one member. */
  static MemberReport report(Protocol protocol, MemberTrace trace) {
    Member member = trace.member();
    PatientMerge merge = trace.merge();
    Integer followUp = member.followUpThousandthsOfMonths();
    return new MemberReport(
        protocol.id(),
        id(member),
        member.patient(),
        member.inclusion().code(),
        member.indexStart() == null ? null : text(member.indexStart()),
        eligibility(protocol, member),
        merge.into(),
        merge.from(),
        merge.linkedOnly(),
        reference(member.patientSource()),
        member.sex().code(),
        member.age(),
        Coded.codeOf(member.primaryTumour()),
        member.deceased(),
        member.death() == null ? null : text(member.death()),
        member.deathDay(),
        member.sessions().stream().map(MembersService::session).toList(),
        measures(protocol, member),
        followUp == null
            ? null
            : new FollowUp(followUp / THOUSANDTHS, reference(member.followUpSource())),
        member.unused().stream()
            .map(
                fact ->
                    new UnusedFact(
                        fact.source().versionedReference(), fact.day(), fact.reason().code()))
            .toList(),
        Timeline.of(member, trace.facts(), protocol).entries().stream()
            .map(MembersService::entry)
            .toList(),
        trace.findings().stream().map(MembersService::finding).toList());
  }

  private static TimelineEntry entry(Timeline.Entry entry) {
    return new TimelineEntry(
        entry.day(),
        entry.time() == null ? null : text(entry.time()),
        entry.kind(),
        entry.value(),
        entry.codes(),
        entry.status(),
        entry.source().versionedReference(),
        entry.usedFor(),
        Coded.codeOf(entry.reason()));
  }

  private static TracedFinding finding(StoredFinding finding) {
    return new TracedFinding(
        finding.source().versionedReference(),
        finding.severity(),
        finding.rule(),
        finding.expression(),
        finding.text());
  }

  private static List<CriterionResult> eligibility(Protocol protocol, Member member) {
    Map<String, Criterion> criteria = new HashMap<>();
    protocol.eligibility().forEach(criterion -> criteria.put(criterion.id(), criterion));
    List<CriterionResult> results = new ArrayList<>();
    for (Eligibility result : member.eligibility()) {
      Criterion criterion = criteria.get(result.criterion());
      results.add(
          new CriterionResult(
              result.criterion(),
              criterion != null && criterion.excludes(),
              result.result().code(),
              result.day(),
              references(result.evidence())));
    }
    return results;
  }

  private static List<MeasureValues> measures(Protocol protocol, Member member) {
    List<MeasureValues> measures = new ArrayList<>();
    for (Member.Series series : member.series()) {
      List<TimePointValue> values = new ArrayList<>();
      for (int i = 0; i < series.values().size(); i++) {
        String timePoint = protocol.timePoints().get(i).id();
        values.add(value(series.measure(), timePoint, series.values().get(i)));
      }
      measures.add(new MeasureValues(series.measure().code(), values));
    }
    return measures;
  }

  private static TimePointValue value(Measure measure, String timePoint, Value value) {
    return switch (value) {
      case Value.Observed seen ->
          new TimePointValue(
              timePoint,
              measure.value(seen.steps()),
              seen.day(),
              seen.source().versionedReference(),
              measure.isQlqBm22() ? seen.proxy() : null,
              null);
      case Value.Missing none ->
          new TimePointValue(timePoint, null, null, null, null, none.reason().code());
    };
  }

  private static SessionReport session(Member.Session session) {
    return new SessionReport(
        session.number(),
        text(session.start()),
        session.day(),
        references(session.sources()),
        session.vertebrae().stream().map(MembersService::vertebra).toList(),
        session.events().stream().map(MembersService::event).toList());
  }

  private static VertebraReport vertebra(Member.TreatedVertebra vertebra) {
    Integer microlitres = vertebra.microlitres();
    return new VertebraReport(
        vertebra.number(),
        vertebra.level().code(),
        vertebra.level().region().code(),
        Coded.codeOf(vertebra.approach()),
        microlitres == null ? null : microlitres / THOUSANDTHS,
        vertebra.fractured(),
        references(vertebra.sources()));
  }

  private static EventReport event(Member.Event event) {
    return new EventReport(
        event.number(),
        event.kind().code(),
        Coded.codeOf(event.leakSite()),
        event.vertebra(),
        event.onsetDay(),
        event.resolutionDay(),
        event.severities().stream()
            .map(s -> new SeverityReport(s.scheme(), s.version(), s.grade()))
            .toList(),
        event.methods().stream().map(DetectionMethod::code).toList(),
        event.symptomatic(),
        event.causedBy(),
        references(event.sources()));
  }

  private static String id(Member member) {
    return member.patient().substring(member.patient().indexOf('/') + 1);
  }

  private static String text(ClinicalTime time) {
    return time.instant() == null
        ? time.date().toString()
        : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.instant());
  }

  private static @Nullable String reference(@Nullable SourceVersion source) {
    return source == null ? null : source.versionedReference();
  }

  private static List<String> references(List<SourceVersion> sources) {
    return sources.stream().map(SourceVersion::versionedReference).toList();
  }
}
