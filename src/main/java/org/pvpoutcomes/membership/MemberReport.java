package org.pvpoutcomes.membership;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.membership.MembersReport.MeasureValues;

/**
 * All that the study knows of one patient, and where each part comes from. Sources are versioned
 * references, {@code Observation/123/_history/2}.
 *
 * @param indexStart when the index session began, date or date and time, as written; null where
 *     there is none
 * @param eligibility one per criterion, in the order of the protocol; empty without an index
 *     session
 * @param mergedInto literal reference of the patient with whom everything counts; null for one who
 *     is not merged into another
 * @param mergedFrom literal references of the patients whose records count with this one
 * @param linkedOnly literal references of those whom a link would merge with this one, but who have
 *     not been received or whose links contradict each other
 * @param source the Patient version; null when none has arrived
 * @param death date or date and time, as written; null while alive or when not known to the day
 * @param deathDay days from the index session; null while alive or when not known to the day
 * @param unused every fact that did not count, with the reason
 * @param timeline every fact in order of time, used or not
 * @param findings what the current versions of the patient's resources said that could not be used,
 *     or was used with a doubt
 */
public record MemberReport(
    String study,
    String id,
    String reference,
    String inclusion,
    @Nullable String indexStart,
    List<CriterionResult> eligibility,
    @Nullable String mergedInto,
    List<String> mergedFrom,
    List<String> linkedOnly,
    @Nullable String source,
    String sex,
    @Nullable Integer age,
    @Nullable String primaryTumour,
    boolean deceased,
    @Nullable String death,
    @Nullable Integer deathDay,
    List<SessionReport> sessions,
    List<MeasureValues> measures,
    @Nullable FollowUp followUp,
    List<UnusedFact> unused,
    List<TimelineEntry> timeline,
    List<TracedFinding> findings) {

  /** Copies the lists. */
  public MemberReport {
    eligibility = List.copyOf(eligibility);
    mergedFrom = List.copyOf(mergedFrom);
    linkedOnly = List.copyOf(linkedOnly);
    sessions = List.copyOf(sessions);
    measures = List.copyOf(measures);
    unused = List.copyOf(unused);
    timeline = List.copyOf(timeline);
    findings = List.copyOf(findings);
  }

  /**
   * How one criterion of eligibility came out.
   *
   * @param excludes whether not meeting it excludes
   * @param result {@code met}, {@code not-met} or {@code unknown}
   * @param day days from the index session of what it rests on; null where that has no date
   */
  public record CriterionResult(
      String criterion,
      boolean excludes,
      String result,
      @Nullable Integer day,
      List<String> evidence) {
    /** Copies the list. */
    public CriterionResult {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * One sitting of the index procedure.
   *
   * @param number 1 for the index session
   * @param start date or date and time, as written
   * @param day days from the index session
   */
  public record SessionReport(
      int number,
      String start,
      int day,
      List<String> sources,
      List<VertebraReport> vertebrae,
      List<EventReport> events) {
    /** Copies the lists. */
    public SessionReport {
      sources = List.copyOf(sources);
      vertebrae = List.copyOf(vertebrae);
      events = List.copyOf(events);
    }
  }

  /**
   * One treated vertebra.
   *
   * @param approach null where not said
   * @param cementMillilitres null where not said
   * @param fractured whether a pathological fracture of this level is on record
   */
  public record VertebraReport(
      int number,
      String level,
      String region,
      @Nullable String approach,
      @Nullable Double cementMillilitres,
      boolean fractured,
      List<String> sources) {
    /** Copies the list. */
    public VertebraReport {
      sources = List.copyOf(sources);
    }
  }

  /**
   * A leakage or a clinical event.
   *
   * @param number 1 for the first of its session
   * @param site of a cement leakage only
   * @param vertebra its number in the session; null where it cannot be told
   * @param onsetDay days from the session; null where not said
   * @param resolutionDay days from the session; null where not said
   * @param methods by which a leakage was detected
   * @param symptomatic whether a leakage had clinical consequences; null where not said, and for a
   *     clinical event
   * @param causedBy numbers of the leakages that a clinical event is ascribed to
   */
  public record EventReport(
      int number,
      String kind,
      @Nullable String site,
      @Nullable Integer vertebra,
      @Nullable Integer onsetDay,
      @Nullable Integer resolutionDay,
      List<SeverityReport> severities,
      List<String> methods,
      @Nullable Boolean symptomatic,
      List<Integer> causedBy,
      List<String> sources) {
    /** Copies the lists. */
    public EventReport {
      severities = List.copyOf(severities);
      methods = List.copyOf(methods);
      causedBy = List.copyOf(causedBy);
      sources = List.copyOf(sources);
    }
  }

  /**
   * A grade of severity.
   *
   * @param version of the scheme; null where it has none
   */
  public record SeverityReport(String scheme, @Nullable String version, String grade) {}

  /** How long the patient was followed, as the hospital states it. */
  public record FollowUp(double months, @Nullable String source) {}

  /**
   * A fact that did not count.
   *
   * @param day days from the index session; null without an index session or a date
   */
  public record UnusedFact(String source, @Nullable Integer day, String reason) {}

  /**
   * One fact.
   *
   * @param day days from the index session; null without an index session or a date
   * @param time date or date and time, as written; null where not said to the day
   * @param kind what it is: the code of its measure, diagnosis, complication or kind of procedure,
   *     or {@code qlq-bm22}, {@code cement-volume}, {@code follow-up-duration}, {@code
   *     body-structure}, {@code patient}, {@code death}; null where the resource does not say which
   *     of several
   * @param value in the unit of the measure, millilitres or months; null where it has none
   * @param codes what else it says: levels, approach, leak site, primary tumour
   * @param status as sent; null for a Patient
   * @param usedFor what rests on it: time points, {@code index-session}, {@code session-2}, {@code
   *     index-session/vertebra-1}, {@code index-session/event-1}, {@code patient}, {@code
   *     primary-tumour}, {@code follow-up}; empty when it did not count
   * @param reason why it did not count; null when it did
   */
  public record TimelineEntry(
      @Nullable Integer day,
      @Nullable String time,
      @Nullable String kind,
      @Nullable Double value,
      List<String> codes,
      @Nullable String status,
      String source,
      List<String> usedFor,
      @Nullable String reason) {
    /** Copies the lists. */
    public TimelineEntry {
      codes = List.copyOf(codes);
      usedFor = List.copyOf(usedFor);
    }
  }

  /**
   * What the mapping found in a resource version.
   *
   * @param severity {@code warning} when something was lost, {@code information} when not
   * @param rule id of the rule
   * @param expression FHIRPath of the place
   * @param text what is wrong and what would help
   */
  public record TracedFinding(
      String source, String severity, String rule, String expression, String text) {}
}
