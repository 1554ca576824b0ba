package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.Session;
import org.pvpoutcomes.study.Measure;

/**
 * Counts over the members of a study. PostgreSQL makes the frequency tables; no method loads
 * members, so the cost in Java does not grow with the cohort. All counts of one answer come from
 * one snapshot.
 *
 * <p>Only included patients count, except in {@link #completeness}, which says how many are not,
 * and in {@link #eligibility}, which says why.
 */
@ApplicationScoped
public class CohortRepository {

  private final Snapshot snapshot;
  private final Session session;

  CohortRepository(Snapshot snapshot, Session session) {
    this.snapshot = snapshot;
    this.session = session;
  }

  /**
   * The values of each measure at each time point and the pairs of each comparison.
   *
   * @param measures of the protocol; the answer keeps their order
   * @param division read of patients, so that no patient's pain counts twice
   */
  public OutcomeCounts outcomes(Dataset dataset, List<Measure> measures, Division division) {
    return snapshot.of(() -> new OutcomeQuery(session, dataset, measures, division).run());
  }

  /** The same for several divisions, of one state of the record. */
  public List<OutcomeCounts> outcomes(
      Dataset dataset, List<Measure> measures, List<Division> divisions) {
    return snapshot.of(
        () ->
            divisions.stream()
                .map(division -> new OutcomeQuery(session, dataset, measures, division).run())
                .toList());
  }

  /**
   * In how many vertebrae, sessions and patients there were leaks and events.
   *
   * @param division read of vertebrae, if it has a property of vertebrae
   */
  public ComplicationCounts complications(Dataset dataset, Division division) {
    return snapshot.of(() -> new ComplicationQuery(session, dataset.key(), division).run());
  }

  /**
   * The outcomes and the complications of a study that is compared with published ones.
   *
   * @param division is not divided; read of patients for the outcomes, and of vertebrae for the
   *     complications if it has a property of vertebrae
   */
  public ComparatorCounts comparators(Dataset dataset, Division division) {
    return snapshot.of(
        () ->
            new ComparatorCounts(
                new OutcomeQuery(session, dataset, dataset.protocol().measures(), division).run(),
                new ComplicationQuery(session, dataset.key(), division).run()));
  }

  /**
   * Who the patients are and what was done.
   *
   * @param division read of patients, so that the strata add up to the whole
   */
  public CharacteristicsCounts characteristics(Dataset dataset, Division division) {
    return snapshot.of(() -> new CharacteristicsQuery(session, dataset, division).run());
  }

  /**
   * How each criterion of eligibility came out, in the order of the protocol. All patients with an
   * index session count, eligible or not.
   */
  public List<EligibilityCounts> eligibility(Dataset dataset) {
    return snapshot.of(() -> new EligibilityQuery(session, dataset).run());
  }

  /** Who is in the study, and which values are missing and why. */
  public CompletenessCounts completeness(Dataset dataset) {
    return snapshot.of(() -> new CompletenessQuery(session, dataset).run());
  }

  /**
   * Resources whose patient is not known.
   *
   * @param study the key of a dataset that is kept up to date; every one has the same
   */
  public PendingCounts pending(String study) {
    return snapshot.of(() -> new PendingQuery(session, study).run());
  }
}
