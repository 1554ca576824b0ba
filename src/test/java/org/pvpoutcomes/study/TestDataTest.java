package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pvpoutcomes.study.FactBuilder.DAY_0;
import static org.pvpoutcomes.study.FactBuilder.FINAL;
import static org.pvpoutcomes.study.FactBuilder.day;
import static org.pvpoutcomes.study.FactBuilder.index;
import static org.pvpoutcomes.study.FactBuilder.patient;
import static org.pvpoutcomes.study.FactBuilder.source;

import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Unused;
import org.pvpoutcomes.study.Member.UnusedReason;

/** What is marked as test data, where it counts and where it does not. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TestDataTest {

  private static final SourceVersion TEST_VALUE = new SourceVersion("Observation", "v", 1, true);
  private static final SourceVersion TEST_PATIENT = new SourceVersion("Patient", "p", 1, true);

  private static final Fact VALUE =
      new MeasurementFact(TEST_VALUE, FINAL, "observation|v", Measure.VAS_PAIN, 5000, day(0), null);

  @Test
  void a_test_value_of_a_real_patient_is_left_out() {
    List<Fact> facts = List.of(patient(), index(), VALUE);

    Member without =
        Derivation.derive(
            "Patient/p", facts, FactBuilder.XU_2021, TestData.LEFT_OUT, OmedFactors.EMPTY);
    Member with =
        Derivation.derive(
            "Patient/p", facts, FactBuilder.XU_2021, TestData.COUNTED, OmedFactors.EMPTY);

    assertThat(without.inclusion()).isEqualTo(Inclusion.INCLUDED);
    assertThat(without.series().getFirst().values().getFirst())
        .isEqualTo(new Member.Value.Missing(Member.MissingReason.NOT_MEASURED));
    assertThat(without.unused())
        .containsExactly(
            new Unused(TEST_VALUE, 0, UnusedReason.TEST_DATA, "vas-pain", "final", 5000));
    assertThat(with.series().getFirst().values().getFirst())
        .isInstanceOf(Member.Value.Observed.class);
    assertThat(with.unused()).isEmpty();
  }

  @Test
  void a_test_patient_is_out_with_all_that_is_recorded() {
    Fact person = new PatientFact(TEST_PATIENT, Sex.MALE, DAY_0.minusYears(60), false, null);
    List<Fact> facts = List.of(person, index(), VALUE);

    Member member =
        Derivation.derive(
            "Patient/p", facts, FactBuilder.XU_2021, TestData.LEFT_OUT, OmedFactors.EMPTY);

    assertThat(member)
        .isEqualTo(
            new Member(
                "Patient/p",
                Inclusion.TEST_DATA,
                null,
                List.of(),
                null,
                Sex.UNKNOWN,
                null,
                null,
                false,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(
                    new Unused(TEST_VALUE, null, UnusedReason.TEST_DATA, "vas-pain", "final", 5000),
                    new Unused(TEST_PATIENT, null, UnusedReason.TEST_DATA, "patient", "", null),
                    new Unused(
                        source("Procedure", "index"),
                        null,
                        UnusedReason.PATIENT_NOT_IN_STUDY,
                        "pvp",
                        "completed",
                        null))));
    assertThat(
            Derivation.derive(
                    "Patient/p", facts, FactBuilder.XU_2021, TestData.COUNTED, OmedFactors.EMPTY)
                .inclusion())
        .isEqualTo(Inclusion.INCLUDED);
  }
}
