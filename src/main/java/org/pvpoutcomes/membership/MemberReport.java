package org.pvpoutcomes.membership;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.membership.MembersReport.MeasureValues;

/**
 * All that the study knows of one patient, and where each part comes from. Sources are versioned
 * references, {@code Observation/123/_history/2}.
 *
 * @param source the Patient version; null when none has arrived
 * @param death date or date and time, as written; null while alive or when not known to the day
 * @param unused every fact that did not count, with the reason
 */
public record MemberReport(
    String study,
    String id,
    String reference,
    String inclusion,
    @Nullable String source,
    String sex,
    @Nullable Integer age,
    @Nullable String primaryTumour,
    boolean deceased,
    @Nullable String death,
    List<SessionReport> sessions,
    List<MeasureValues> measures,
    @Nullable FollowUp followUp,
    List<UnusedFact> unused) {

  /** Copies the lists. */
  public MemberReport {
    sessions = List.copyOf(sessions);
    measures = List.copyOf(measures);
    unused = List.copyOf(unused);
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
   * @param site of a cement leakage only
   * @param vertebra its number in the session; null where it cannot be told
   * @param onsetDay days from the session; null where not said
   * @param resolutionDay days from the session; null where not said
   */
  public record EventReport(
      String kind,
      @Nullable String site,
      @Nullable Integer vertebra,
      @Nullable Integer onsetDay,
      @Nullable Integer resolutionDay,
      List<String> sources) {
    /** Copies the list. */
    public EventReport {
      sources = List.copyOf(sources);
    }
  }

  /** How long the patient was followed, as the hospital states it. */
  public record FollowUp(double months, @Nullable String source) {}

  /**
   * A fact that did not count.
   *
   * @param day days from the index session; null without an index session or a date
   */
  public record UnusedFact(String source, @Nullable Integer day, String reason) {}
}
