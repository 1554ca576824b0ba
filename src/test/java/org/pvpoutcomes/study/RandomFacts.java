package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.Course;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.ReportedComplication;
import org.pvpoutcomes.study.Fact.UnusableFact;

/**
 * Random facts of one patient: few days, ids, levels and identifiers, so that ties, duplicates,
 * circles and contradictions are frequent. Every fact has a source of its own.
 */
@NullUnmarked
final class RandomFacts {

  private static final int[] DAYS = {-31, -30, -2, -1, 0, 0, 0, 1, 3, 5, 7, 9, 14, 40, 60, 90, 120};
  private static final VertebralLevel[] LEVELS = {
    VertebralLevel.T12,
    VertebralLevel.L3,
    VertebralLevel.L4,
    VertebralLevel.S1,
    VertebralLevel.SACRAL,
    VertebralLevel.LUMBAR,
    VertebralLevel.OTHER,
    VertebralLevel.UNKNOWN
  };

  private final Random random;
  private final List<Fact> facts = new ArrayList<>();
  private int number;

  private RandomFacts(long seed) {
    random = new Random(seed);
  }

  static List<Fact> of(long seed) {
    RandomFacts made = new RandomFacts(seed);
    made.addAll();
    return made.facts;
  }

  private void addAll() {
    if (random.nextInt(20) > 0) {
      boolean died = chance(3);
      LocalDate born = LocalDate.of(chance(8) ? 1939 : 1960, 3, 2);
      facts.add(
          new PatientFact(
              new SourceVersion("Patient", "p", 1, chance(8)),
              Sex.MALE,
              chance(2) ? null : born,
              died,
              died ? day() : null));
    }
    times(3, this::addBodyStructure);
    times(5, this::addProcedure);
    times(3, this::addProcedure);
    times(8, this::addValue);
    times(6, this::addForm);
    times(4, this::addUnusable);
    times(4, this::addCement);
    times(4, this::addComplication);
    times(4, this::addDiagnosis);
    times(2, this::addFollowUp);
    times(4, this::addLaboratory);
    times(6, this::addOpioid);
  }

  private void times(int most, Runnable add) {
    int count = random.nextInt(most + 1);
    for (int i = 0; i < count; i++) {
      add.run();
    }
  }

  private void addProcedure() {
    boolean complicated = chance(3);
    facts.add(
        new ProcedureFact(
            source("Procedure"),
            status("completed"),
            identifier(),
            chance(8) ? ProcedureKind.PKP : ProcedureKind.PVP,
            chance(6) ? null : day(),
            procedures(),
            chance(2) ? null : "Encounter/" + random.nextInt(3),
            levels(),
            chance(2) ? null : pick(InjectionApproach.values()),
            complicated
                ? List.of(
                    new ReportedComplication(kind(), chance(2) ? null : LeakSite.DISC, details()))
                : List.of(),
            chance(3) ? List.of("Condition/" + random.nextInt(30)) : List.of(),
            chance(3) ? VertebralLevel.LUMBAR : null,
            chance(3)
                ? List.of(
                    new NeedleSide(
                        chance(2) ? null : pick(LEVELS), pick(InjectionApproach.values())))
                : List.of(),
            structures()));
  }

  private void addValue() {
    facts.add(
        new MeasurementFact(
            source("Observation"),
            status(chance(6) ? "corrected" : "final"),
            identifier(),
            chance(6) ? Measure.NRS_PAIN : Measure.VAS_PAIN,
            random.nextInt(3) * 1000,
            day(),
            chance(2) ? null : day()));
  }

  private void addUnusable() {
    ObservedMeasure measure = chance(8) ? null : pick(ObservedMeasure.values());
    boolean form = measure == ObservedMeasure.QLQ_BM22;
    facts.add(
        new UnusableFact(
            source(form ? "QuestionnaireResponse" : "Observation"),
            status(chance(4) ? "amended" : form ? "completed" : "final"),
            identifier(),
            measure,
            chance(6) ? null : day(),
            pick(UnusableReason.values())));
  }

  private void addForm() {
    int missing = random.nextInt(6);
    facts.add(
        new Bm22ResponseFact(
            source("QuestionnaireResponse"),
            status(chance(6) ? "amended" : "completed"),
            identifier(),
            day(),
            new Bm22Answers(
                random
                    .ints(22, 1, 5)
                    .map(answer -> random.nextInt(6) < missing ? 0 : answer)
                    .boxed()
                    .toList()),
            false));
  }

  private void addCement() {
    facts.add(
        new CementVolumeFact(
            source("Observation"),
            status("final"),
            identifier(),
            procedures(),
            chance(2) ? null : pick(LEVELS),
            500 + 100 * random.nextInt(3),
            chance(3) ? null : day()));
  }

  private void addComplication() {
    ComplicationKind kind = kind();
    facts.add(
        new ComplicationFact(
            source("Condition"),
            status("confirmed"),
            identifier(),
            kind,
            kind == ComplicationKind.CEMENT_LEAKAGE && chance(2)
                ? pick(LeakSite.DISC, LeakSite.SPINAL_CANAL, LeakSite.UNSPECIFIED)
                : null,
            chance(2) ? null : pick(LEVELS),
            procedures(),
            chance(3) ? null : day(),
            chance(3) ? null : day(),
            related(),
            details()));
  }

  private void addBodyStructure() {
    facts.add(
        new BodyStructureFact(
            source("BodyStructure"),
            status("active"),
            identifier(),
            chance(3) ? null : pick(LEVELS),
            chance(3) ? null : pick(InjectionApproach.values())));
  }

  private List<StructureReference> structures() {
    List<StructureReference> references = new ArrayList<>();
    while (chance(2)) {
      references.add(
          new StructureReference(
              "BodyStructure/" + random.nextInt(3),
              pick(StructureReference.Role.values()),
              chance(2) ? null : pick(LEVELS)));
    }
    return references;
  }

  private List<String> related() {
    List<String> references = new ArrayList<>();
    while (chance(2)) {
      references.add("Condition/" + random.nextInt(36));
    }
    return references;
  }

  private EventDetails details() {
    return new EventDetails(
        chance(3) ? List.of(pick(Severity.values())) : List.of(),
        chance(3) ? List.of(pick(DetectionMethod.values())) : List.of(),
        chance(2) ? null : Boolean.valueOf(chance(2)));
  }

  private void addDiagnosis() {
    DiagnosisKind kind =
        chance(4)
            ? pick(DiagnosisKind.values())
            : pick(
                DiagnosisKind.PRIMARY_TUMOUR,
                DiagnosisKind.SPINAL_METASTASIS,
                DiagnosisKind.PATHOLOGICAL_FRACTURE);
    ClinicalTime abated = chance(3) ? day() : null;
    facts.add(
        new DiagnosisFact(
            source("Condition"),
            chance(4) ? new ReportStatus("refuted", false) : status("confirmed"),
            identifier(),
            kind,
            kind == DiagnosisKind.PRIMARY_TUMOUR
                ? pick(PrimaryTumour.LUNG, PrimaryTumour.OTHER, PrimaryTumour.UNKNOWN)
                : null,
            levels(),
            chance(2) ? null : day(),
            chance(2) ? null : new Course(chance(2) ? null : day(), abated != null, abated)));
  }

  private void addLaboratory() {
    facts.add(
        new LaboratoryFact(
            source("Observation"),
            status(chance(6) ? "corrected" : "final"),
            identifier(),
            pick(LaboratoryKind.values()),
            1000 + 500 * random.nextInt(4),
            day()));
  }

  private void addOpioid() {
    boolean administered = chance(3);
    Opioid opioid =
        pick(Opioid.MORPHINE, Opioid.MORPHINE, Opioid.FENTANYL, Opioid.OTHER, Opioid.NONE);
    Integer dose = chance(6) ? null : Integer.valueOf(10_000 * random.nextInt(4));
    ClinicalTime from = chance(8) ? null : day();
    ClinicalTime to = administered ? from : chance(2) ? null : day();
    facts.add(
        new OpioidFact(
            source(administered ? "MedicationAdministration" : "MedicationStatement"),
            status("active"),
            identifier(),
            opioid,
            chance(6) ? null : pick(OpioidRoute.ORAL, OpioidRoute.ORAL, OpioidRoute.TRANSDERMAL),
            opioid == Opioid.NONE ? Integer.valueOf(0) : dose,
            from,
            from == null || to == null || to.date().isBefore(from.date()) ? null : to,
            administered));
  }

  private void addFollowUp() {
    facts.add(
        new FollowUpFact(
            source("Observation"), status("final"), identifier(), random.nextInt(9000), day()));
  }

  private SourceVersion source(String type) {
    return new SourceVersion(type, String.valueOf(number++), 1, chance(8));
  }

  private ReportStatus status(String code) {
    return chance(8) ? new ReportStatus("entered-in-error", false) : new ReportStatus(code, true);
  }

  private String identifier() {
    return "id|" + random.nextInt(4);
  }

  private ComplicationKind kind() {
    return pick(
        ComplicationKind.CEMENT_LEAKAGE,
        ComplicationKind.RADICULAR_PAIN,
        ComplicationKind.FRACTURE);
  }

  private List<String> procedures() {
    List<String> references = new ArrayList<>();
    while (chance(2)) {
      references.add("Procedure/" + random.nextInt(9));
    }
    return references;
  }

  private List<VertebralLevel> levels() {
    List<VertebralLevel> levels = new ArrayList<>();
    while (chance(2)) {
      levels.add(pick(LEVELS));
    }
    return levels;
  }

  private ClinicalTime day() {
    int day = DAYS[random.nextInt(DAYS.length)];
    return chance(2) ? FactBuilder.day(day) : FactBuilder.day(day, pick("09:00", "09:30", "10:00"));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
