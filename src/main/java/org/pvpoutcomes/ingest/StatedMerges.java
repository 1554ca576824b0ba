package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.pvpoutcomes.cohort.TestDataConfig;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * What Patients say of merges. A Patient that is test data says nothing where test data do not
 * count: its link must not take a real patient out of the figures, or bring its data into them.
 */
@ApplicationScoped
class StatedMerges {

  private final TestDataConfig testData;

  StatedMerges(TestDataConfig testData) {
    this.testData = testData;
  }

  /** The replacements that the mapping of a Patient states. */
  List<PatientReplacement> of(Mapping patient) {
    boolean leftOut =
        patient.facts().stream().anyMatch(f -> testData.testData().leavesOut(f.source()));
    return leftOut ? List.of() : patient.replacements();
  }
}
