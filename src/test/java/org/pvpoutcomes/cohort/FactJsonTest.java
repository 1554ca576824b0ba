package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Bm22Answers;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.EventDetails;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.NeedleSide;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.Severity;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.StructureReference;
import org.pvpoutcomes.study.UnusableReason;
import org.pvpoutcomes.study.VertebralLevel;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FactJsonTest {

  private static final SourceVersion SOURCE = new SourceVersion("Basic", "synthetic-1", 3);
  private static final ReportStatus STATUS = new ReportStatus("final", true);
  private static final ClinicalTime DAY = ClinicalTime.onDate(LocalDate.of(2018, 2, 28));

  /** Half past midnight in China is still the day before in UTC. */
  private static final ClinicalTime TIME =
      ClinicalTime.at(OffsetDateTime.parse("2018-03-01T00:30:00.123+08:00"));

  private static final EventDetails DETAILS =
      new EventDetails(List.of(Severity.CIRSE_2017_GRADE_3), List.of(DetectionMethod.CT), false);

  private static final List<Fact> ONE_OF_EACH =
      List.of(
          new Fact.PatientFact(SOURCE, Sex.FEMALE, LocalDate.of(1950, 1, 1), true, DAY),
          new Fact.ProcedureFact(
              SOURCE,
              STATUS,
              "http://hospital.example|P-1",
              ProcedureKind.PVP,
              TIME,
              List.of("Procedure/whole"),
              "Encounter/1",
              List.of(VertebralLevel.T12, VertebralLevel.SACRAL),
              InjectionApproach.UNILATERAL_LEFT,
              List.of(
                  new Fact.ReportedComplication(
                      ComplicationKind.CEMENT_LEAKAGE, LeakSite.DISC, DETAILS),
                  new Fact.ReportedComplication(
                      ComplicationKind.INFECTION, null, EventDetails.NONE)),
              List.of("Condition/1"),
              VertebralLevel.LUMBAR,
              List.of(
                  new NeedleSide(VertebralLevel.T12, InjectionApproach.UNILATERAL_LEFT),
                  new NeedleSide(null, InjectionApproach.BILATERAL)),
              List.of(
                  new StructureReference("BodyStructure/1", StructureReference.Role.TARGET, null),
                  new StructureReference(
                      "BodyStructure/2", StructureReference.Role.APPROACH, VertebralLevel.T12))),
          new Fact.BodyStructureFact(
              SOURCE, STATUS, "Basic/1", VertebralLevel.T12, InjectionApproach.BILATERAL),
          new Fact.MeasurementFact(SOURCE, STATUS, "Basic/1", Measure.VAS_PAIN, 4500, TIME, DAY),
          new Fact.UnusableFact(
              SOURCE,
              STATUS,
              "Basic/1",
              ObservedMeasure.QLQ_BM22_IMPORTED_TOTAL,
              TIME,
              UnusableReason.OUT_OF_RANGE),
          new Fact.Bm22ResponseFact(
              SOURCE,
              STATUS,
              "Basic/1",
              DAY,
              new Bm22Answers(Collections.nCopies(Bm22Answers.ITEM_COUNT, 2)),
              true),
          new Fact.CementVolumeFact(
              SOURCE, STATUS, "Basic/1", List.of("Procedure/1"), VertebralLevel.L1, 1600, null),
          new Fact.FollowUpFact(SOURCE, STATUS, "Basic/1", 5600, DAY),
          new Fact.DiagnosisFact(
              SOURCE,
              STATUS,
              "Basic/1",
              DiagnosisKind.PRIMARY_TUMOUR,
              PrimaryTumour.LUNG,
              List.of(),
              null),
          new Fact.DiagnosisFact(
              new SourceVersion("Basic", "synthetic-2", 1, true),
              STATUS,
              "Basic/2",
              DiagnosisKind.SEPTICAEMIA,
              null,
              List.of(),
              null,
              new Fact.Course(DAY, true, TIME)),
          new Fact.LaboratoryFact(SOURCE, STATUS, "Basic/1", LaboratoryKind.INR, 1100, TIME),
          new Fact.OpioidFact(
              SOURCE,
              STATUS,
              "Basic/1",
              Opioid.FENTANYL,
              OpioidRoute.TRANSDERMAL,
              600,
              DAY,
              TIME,
              true),
          new Fact.OpioidFact(
              SOURCE, STATUS, "Basic/1", Opioid.OTHER, null, null, null, null, false),
          new Fact.PatientFact(
              SOURCE,
              Sex.FEMALE,
              null,
              false,
              null,
              new Fact.BirthInterval(LocalDate.of(1950, 1, 1), LocalDate.of(1950, 12, 31))),
          new Fact.ComplicationFact(
              SOURCE,
              STATUS,
              "Basic/1",
              ComplicationKind.RADICULAR_PAIN,
              null,
              VertebralLevel.T12,
              List.of("Procedure/1"),
              DAY,
              TIME,
              List.of("Condition/1", "Observation/1"),
              DETAILS));

  @Test
  void every_kind_of_fact_is_read_as_it_was_written() {
    assertThat(FactJson.read(FactJson.write(ONE_OF_EACH))).isEqualTo(ONE_OF_EACH);
  }

  @Test
  void only_test_data_are_marked_so_that_other_facts_are_stored_as_before() {
    Fact.FollowUpFact real = new Fact.FollowUpFact(SOURCE, STATUS, "Basic/1", 1000, DAY);
    Fact.FollowUpFact test =
        new Fact.FollowUpFact(
            new SourceVersion("Basic", "synthetic-1", 3, true), STATUS, "Basic/1", 1000, DAY);
    assertThat(FactJson.write(List.of(real))).doesNotContain("testData");
    assertThat(FactJson.write(List.of(test))).contains("\"testData\":true");
  }

  @Test
  void the_list_above_leaves_no_kind_out() {
    Set<Class<?>> covered = ONE_OF_EACH.stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(covered).containsExactlyInAnyOrder(Fact.class.getPermittedSubclasses());
  }

  @Test
  void the_offset_of_a_timestamp_survives_because_the_study_counts_local_dates() {
    Fact.FollowUpFact fact = new Fact.FollowUpFact(SOURCE, STATUS, "Basic/1", 1000, TIME);
    assertThat(FactJson.read(FactJson.write(List.of(fact))))
        .singleElement()
        .extracting(read -> ((Fact.FollowUpFact) read).at().date())
        .isEqualTo(LocalDate.of(2018, 3, 1));
  }
}
