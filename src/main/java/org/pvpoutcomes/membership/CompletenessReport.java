package org.pvpoutcomes.membership;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.MethodReference;

/**
 * The flow of a study: who is in, and which values are there. {@code links} beside figures are the
 * lists of members behind the figures of the same names: path and query.
 *
 * @param eligibility in the order of the protocol
 * @param definitions what the two rates are of, by name
 * @param measures in the order of the protocol
 * @param methods those of all figures
 */
public record CompletenessReport(
    String study,
    Flow flow,
    List<CriterionCompleteness> eligibility,
    Map<String, String> definitions,
    List<MeasureCompleteness> measures,
    List<MethodReference> methods) {

  /** Copies the collections and keeps their order. */
  public CompletenessReport {
    eligibility = List.copyOf(eligibility);
    definitions = ordered(definitions);
    measures = List.copyOf(measures);
    methods = List.copyOf(methods);
  }

  /**
   * What became of the patients and of what was reported of them.
   *
   * @param recorded patients of whom something is recorded
   * @param testData {@code counted} or {@code left-out}: what becomes of resources that are marked
   *     as test data
   * @param inclusion by code, every code in fixed order: they add up to {@code recorded}
   * @param unused what was reported of all patients and did not count, by reason, every reason in
   *     fixed order
   * @param pending what waits for a patient who has not arrived
   */
  public record Flow(
      long recorded,
      String testData,
      Map<String, Long> inclusion,
      Map<String, UnusedFacts> unused,
      Pending pending,
      FlowLinks links) {
    /** Copies the maps and keeps their order. */
    public Flow {
      inclusion = ordered(inclusion);
      unused = ordered(unused);
    }
  }

  /**
   * How one criterion of eligibility came out. The three counts add up to the patients with an
   * index session, eligible or not.
   *
   * @param excludes whether not meeting it excludes
   */
  public record CriterionCompleteness(
      String criterion, boolean excludes, long met, long notMet, long unknown) {}

  /**
   * Resources that say something to a study about a patient who is not known; the same for every
   * study. They count as soon as the patient is known.
   *
   * @param patientNotReceived they refer to a Patient that has not arrived
   * @param subjectIdentifierUnknown they name an identifier that no Patient carries
   * @param subjectIdentifierAmbiguous they name an identifier of Patients who are not merged
   */
  public record Pending(
      long patientNotReceived, long subjectIdentifierUnknown, long subjectIdentifierAmbiguous) {}

  /** The members of each inclusion, by code. */
  public record FlowLinks(Map<String, String> inclusion) {
    /** Copies the map and keeps its order. */
    public FlowLinks {
      inclusion = ordered(inclusion);
    }
  }

  /**
   * What did not count for one reason.
   *
   * @param facts how many
   * @param patients of how many patients
   */
  public record UnusedFacts(long facts, long patients, PatientLinks links) {}

  /** The members of whom something did not count for a reason. */
  public record PatientLinks(String patients) {}

  /** One measure. */
  public record MeasureCompleteness(String measure, List<TimePointCompleteness> timePoints) {
    /** Copies the list. */
    public MeasureCompleteness {
      timePoints = List.copyOf(timePoints);
    }
  }

  /**
   * One measure at one time point.
   *
   * @param expected included patients
   * @param available those with a value
   * @param missing those without
   * @param availablePercent 0 to 100; null when nobody is included
   * @param availableDataRate {@code available} of the included patients
   * @param completionRate {@code available} of the included patients who are still expected: all
   *     but those whose value is missing because they died before the target day
   * @param reasons why values are missing, by code, every code in fixed order: they add up to
   *     {@code missing}
   * @param notComputed the figures that are null, each with the reason
   */
  public record TimePointCompleteness(
      String timePoint,
      long expected,
      long available,
      long missing,
      @Nullable Double availablePercent,
      Rate availableDataRate,
      Rate completionRate,
      Map<String, Long> reasons,
      Map<String, String> notComputed,
      TimePointLinks links) {
    /** Copies the map and keeps its order. */
    public TimePointCompleteness {
      reasons = ordered(reasons);
    }
  }

  /**
   * The lists of members behind a time point.
   *
   * @param available those with a value
   * @param reasons those without, by reason
   */
  public record TimePointLinks(String available, Map<String, String> reasons) {
    /** Copies the map and keeps its order. */
    public TimePointLinks {
      reasons = ordered(reasons);
    }
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
