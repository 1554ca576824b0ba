package org.pvpoutcomes.membership;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the members of a study, ordered by the reference of the patient.
 *
 * @param next the next page, relative to the server; null on the last page
 */
public record MembersReport(String study, List<MemberSummary> members, @Nullable String next) {

  /** Copies the list. */
  public MembersReport {
    members = List.copyOf(members);
  }

  /**
   * One member.
   *
   * @param id logical id of the Patient
   * @param reference literal reference of the Patient
   * @param inclusion {@code included}, or why the patient is not
   * @param age completed years at the index session; null when not known
   * @param primaryTumour null when no diagnosis names one
   * @param sessions number of sessions
   * @param vertebrae number of vertebrae treated in them
   * @param measures empty for a patient who is not included
   */
  public record MemberSummary(
      String id,
      String reference,
      String inclusion,
      String sex,
      @Nullable Integer age,
      @Nullable String primaryTumour,
      int sessions,
      int vertebrae,
      List<MeasureValues> measures) {
    /** Copies the list. */
    public MemberSummary {
      measures = List.copyOf(measures);
    }
  }

  /** The values of one measure, one entry per time point of the protocol. */
  public record MeasureValues(String measure, List<TimePointValue> timePoints) {
    /** Copies the list. */
    public MeasureValues {
      timePoints = List.copyOf(timePoints);
    }
  }

  /**
   * What a measure is at a time point: value, day and source, or the reason why there is none.
   *
   * @param value in units of the measure
   * @param day days from the index session
   * @param source the resource version it was read from
   * @param proxy whether the form names somebody else than the patient as its source; null when
   *     there is no value, or it comes from no form
   * @param missing why there is no value; null when there is one
   */
  public record TimePointValue(
      String timePoint,
      @Nullable Double value,
      @Nullable Integer day,
      @Nullable String source,
      @Nullable Boolean proxy,
      @Nullable String missing) {}
}
