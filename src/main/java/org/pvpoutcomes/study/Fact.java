package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one resource version says, in the terms of the study. Facts of one patient and a protocol
 * are all that the derivation sees.
 *
 * <p>References to other resources are literal FHIR references without version ({@code
 * Procedure/123}); they may point to what has not arrived yet. {@code identifier} is the smallest
 * business identifier of the resource as {@code system|value}, or its reference where it has none;
 * it decides between otherwise equal reports, so that the answer does not depend on the order of
 * arrival.
 */
public sealed interface Fact {

  /** The resource version that says it. */
  SourceVersion source();

  /**
   * Who the patient is, as far as the study needs it. A birth date less precise than a day is null.
   */
  record PatientFact(
      SourceVersion source,
      Sex sex,
      @Nullable LocalDate birthDate,
      boolean deceased,
      @Nullable ClinicalTime death)
      implements Fact {}

  /**
   * A vertebral augmentation: a session, one vertebra of a session, or both in one.
   *
   * @param performed when it began; null where the resource does not say it to the day
   * @param partOf references to the procedures this one is part of
   * @param levels treated levels, most precise reading of each body site; empty where the resource
   *     names none
   * @param approach null where the resource does not say
   * @param complications what {@code Procedure.complication} names
   * @param complicationDetails references of {@code Procedure.complicationDetail}
   */
  record ProcedureFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      ProcedureKind kind,
      @Nullable ClinicalTime performed,
      List<String> partOf,
      @Nullable String encounter,
      List<VertebralLevel> levels,
      @Nullable InjectionApproach approach,
      List<ReportedComplication> complications,
      List<String> complicationDetails)
      implements Fact {
    /** Copies the lists. */
    public ProcedureFact {
      partOf = List.copyOf(partOf);
      levels = List.copyOf(levels);
      complications = List.copyOf(complications);
      complicationDetails = List.copyOf(complicationDetails);
    }
  }

  /**
   * A complication named by a Procedure itself.
   *
   * @param leakSite only for a cement leakage; null where not said
   */
  record ReportedComplication(ComplicationKind kind, @Nullable LeakSite leakSite) {}

  /**
   * One value of one measure, already on the scale of that measure.
   *
   * @param steps the value in steps of the measure
   * @param at when it was measured
   * @param issued when it was released; null where not said
   */
  record MeasurementFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      Measure measure,
      int steps,
      ClinicalTime at,
      @Nullable ClinicalTime issued)
      implements Fact {
    /**
     * Refuses a value outside the range of the measure, and the BM22 measures, which are scored
     * from items.
     */
    public MeasurementFact {
      if (measure.isQlqBm22() || !measure.admits(steps)) {
        throw new IllegalArgumentException("The value must lie in the range of " + measure.code());
      }
    }
  }

  /**
   * A QLQ-BM22 form.
   *
   * @param authored when it was filled in
   * @param answers the answers to items 1 to 22
   * @param proxy whether somebody else than the patient is named as its source
   */
  record Bm22ResponseFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      ClinicalTime authored,
      Bm22Answers answers,
      boolean proxy)
      implements Fact {}

  /**
   * Volume of cement injected.
   *
   * @param procedures references of {@code Observation.partOf}
   * @param level null where only the procedure tells
   * @param microlitres above 0
   */
  record CementVolumeFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      List<String> procedures,
      @Nullable VertebralLevel level,
      int microlitres,
      @Nullable ClinicalTime at)
      implements Fact {
    /** Copies the list; refuses a volume that is not above 0. */
    public CementVolumeFact {
      procedures = List.copyOf(procedures);
      if (microlitres <= 0) {
        throw new IllegalArgumentException("A cement volume is above 0");
      }
    }
  }

  /**
   * How long the patient was followed, as the hospital states it.
   *
   * @param thousandthsOfMonths 3.5 months are 3500
   */
  record FollowUpFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      int thousandthsOfMonths,
      ClinicalTime at)
      implements Fact {}

  /**
   * A diagnosis that the study reads.
   *
   * @param tumour set exactly for {@link DiagnosisKind#PRIMARY_TUMOUR}
   * @param levels the levels it names; empty where none
   * @param onset null where not said to the day
   */
  record DiagnosisFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      DiagnosisKind kind,
      @Nullable PrimaryTumour tumour,
      List<VertebralLevel> levels,
      @Nullable ClinicalTime onset)
      implements Fact {
    /** Copies the list; refuses a primary tumour without its kind and the reverse. */
    public DiagnosisFact {
      levels = List.copyOf(levels);
      if ((kind == DiagnosisKind.PRIMARY_TUMOUR) != (tumour != null)) {
        throw new IllegalArgumentException("A primary tumour, and only that, names the tumour");
      }
    }
  }

  /** The diagnoses that the study reads. */
  enum DiagnosisKind implements Coded {
    PRIMARY_TUMOUR("primary-tumour"),
    SPINAL_METASTASIS("spinal-metastasis"),
    PATHOLOGICAL_FRACTURE("pathological-fracture");

    private final String code;

    DiagnosisKind(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /**
   * A leak or a clinical event reported by a resource of its own: Condition, Observation or
   * AdverseEvent.
   *
   * @param leakSite only for a cement leakage; null where not said
   * @param level null where not said
   * @param procedures references to the procedures it is ascribed to; may be empty
   * @param onset null where not said to the day
   * @param resolution null where not said to the day
   */
  record ComplicationFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      ComplicationKind kind,
      @Nullable LeakSite leakSite,
      @Nullable VertebralLevel level,
      List<String> procedures,
      @Nullable ClinicalTime onset,
      @Nullable ClinicalTime resolution)
      implements Fact {
    /** Copies the list. */
    public ComplicationFact {
      procedures = List.copyOf(procedures);
    }
  }
}
