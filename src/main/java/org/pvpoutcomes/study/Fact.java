package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Objects;
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
   * Who the patient is, as far as the study needs it.
   *
   * @param birthDate null where it is not known to the day
   * @param bornWithin the days a less precise birth date leaves open; null where it is known to the
   *     day, or not at all
   */
  record PatientFact(
      SourceVersion source,
      Sex sex,
      @Nullable LocalDate birthDate,
      boolean deceased,
      @Nullable ClinicalTime death,
      @Nullable BirthInterval bornWithin)
      implements Fact {
    /** A patient whose birth date is known to the day, or not at all. */
    public PatientFact(
        SourceVersion source,
        Sex sex,
        @Nullable LocalDate birthDate,
        boolean deceased,
        @Nullable ClinicalTime death) {
      this(source, sex, birthDate, deceased, death, null);
    }

    /** Completed years; null where the birth date is not known or lies after the date. */
    @Nullable Integer ageOn(LocalDate date) {
      return birthDate == null || birthDate.isAfter(date)
          ? null
          : Integer.valueOf(Period.between(birthDate, date).getYears());
    }
  }

  /** The first and the last day of a month or a year in which somebody was born. */
  record BirthInterval(LocalDate earliest, LocalDate latest) {
    /** Refuses an interval that ends before it begins. */
    public BirthInterval {
      if (latest.isBefore(earliest)) {
        throw new IllegalArgumentException("A birth interval must not end before it begins");
      }
    }
  }

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
   * @param codedLevel the region that the code of the procedure names; null where it names none
   * @param sides sides that its body sites name
   * @param structures body structures that it refers to
   * @param site the source system that sent it ({@code meta.source} without fragment); null where
   *     it is not said, and in facts stored by an earlier version of the service
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
      List<String> complicationDetails,
      @Nullable VertebralLevel codedLevel,
      List<NeedleSide> sides,
      List<StructureReference> structures,
      @Nullable String site)
      implements Fact {
    /** A procedure whose source system is not known. */
    public ProcedureFact(
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
        List<String> complicationDetails,
        @Nullable VertebralLevel codedLevel,
        List<NeedleSide> sides,
        List<StructureReference> structures) {
      this(
          source,
          status,
          identifier,
          kind,
          performed,
          partOf,
          encounter,
          levels,
          approach,
          complications,
          complicationDetails,
          codedLevel,
          sides,
          structures,
          null);
    }

    /** Copies the lists. */
    public ProcedureFact {
      partOf = List.copyOf(partOf);
      levels = List.copyOf(levels);
      complications = List.copyOf(complications);
      complicationDetails = List.copyOf(complicationDetails);
      sides = List.copyOf(sides);
      structures = List.copyOf(structures);
    }

    /** The same with other levels and sides. */
    public ProcedureFact with(List<VertebralLevel> otherLevels, List<NeedleSide> otherSides) {
      return new ProcedureFact(
          source,
          status,
          identifier,
          kind,
          performed,
          partOf,
          encounter,
          otherLevels,
          approach,
          complications,
          complicationDetails,
          codedLevel,
          otherSides,
          structures,
          site);
    }
  }

  /**
   * A part of the body that other resources refer to.
   *
   * @param level null where its location is no vertebra
   * @param side null where its qualifiers name none, or contradict each other
   */
  record BodyStructureFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      @Nullable VertebralLevel level,
      @Nullable InjectionApproach side)
      implements Fact {}

  /**
   * A complication named by a Procedure itself.
   *
   * @param leakSite only for a cement leakage; null where not said
   */
  record ReportedComplication(
      ComplicationKind kind, @Nullable LeakSite leakSite, EventDetails details) {
    /** Facts stored by an earlier version of the service say no details. */
    public ReportedComplication {
      details = Objects.requireNonNullElse(details, EventDetails.NONE);
    }
  }

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
   * A resource that measures something and gives no value that can be used.
   *
   * @param measure what it measures; null where its codes contradict each other
   * @param at when; null where the resource does not say it to the day
   */
  record UnusableFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      @Nullable ObservedMeasure measure,
      @Nullable ClinicalTime at,
      UnusableReason reason)
      implements Fact {}

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
   * @param course null where nothing of it is said
   */
  record DiagnosisFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      DiagnosisKind kind,
      @Nullable PrimaryTumour tumour,
      List<VertebralLevel> levels,
      @Nullable ClinicalTime onset,
      @Nullable Course course)
      implements Fact {
    /** A diagnosis of whose course nothing is said. */
    public DiagnosisFact(
        SourceVersion source,
        ReportStatus status,
        String identifier,
        DiagnosisKind kind,
        @Nullable PrimaryTumour tumour,
        List<VertebralLevel> levels,
        @Nullable ClinicalTime onset) {
      this(source, status, identifier, kind, tumour, levels, onset, null);
    }

    /** Copies the list; refuses a primary tumour without its kind and the reverse. */
    public DiagnosisFact {
      levels = List.copyOf(levels);
      if ((kind == DiagnosisKind.PRIMARY_TUMOUR) != (tumour != null)) {
        throw new IllegalArgumentException("A primary tumour, and only that, names the tumour");
      }
    }
  }

  /**
   * What is known of the course of a diagnosis, beside its onset.
   *
   * @param recorded when it was first recorded; null where not said to the day
   * @param over whether it is said to have ended: inactive, in remission, resolved or abated
   * @param abated when it ended; null where not said to the day
   */
  record Course(@Nullable ClinicalTime recorded, boolean over, @Nullable ClinicalTime abated) {
    /** Refuses an end of what has not ended. */
    public Course {
      if (abated != null && !over) {
        throw new IllegalArgumentException("What has abated is over");
      }
    }
  }

  /**
   * A laboratory value.
   *
   * @param thousandths the value in thousandths of the unit of the test
   * @param at when the specimen was taken, or the value measured
   */
  record LaboratoryFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      LaboratoryKind laboratory,
      int thousandths,
      ClinicalTime at)
      implements Fact {
    /** Refuses a value that cannot be one. */
    public LaboratoryFact {
      if (!laboratory.admits(thousandths)) {
        throw new IllegalArgumentException("The value must lie in the range of the test");
      }
    }
  }

  /**
   * An opioid that was taken or given, or the statement that it was not.
   *
   * @param route null where it is not known
   * @param microgramsPerDay of the substance, 0 to {@link #MOST_MICROGRAMS_PER_DAY}; 0 where it is
   *     said not to be taken; null where it is taken and the dose is not known
   * @param from the first day; null where not said to the day
   * @param to the last day, included; null while it goes on
   * @param administered whether it is a single administration, and not what is taken regularly
   */
  record OpioidFact(
      SourceVersion source,
      ReportStatus status,
      String identifier,
      Opioid opioid,
      @Nullable OpioidRoute route,
      @Nullable Integer microgramsPerDay,
      @Nullable ClinicalTime from,
      @Nullable ClinicalTime to,
      boolean administered)
      implements Fact {

    /** 100 g: far above what is given, so that more must be a fault of the unit. */
    public static final int MOST_MICROGRAMS_PER_DAY = 100_000_000;

    /**
     * Refuses a dose out of range, a dose of no opioid, and an end that is before the beginning or
     * without one.
     */
    public OpioidFact {
      if (microgramsPerDay != null
          && (microgramsPerDay < 0 || microgramsPerDay > MOST_MICROGRAMS_PER_DAY)) {
        throw new IllegalArgumentException("A daily dose lies between 0 and 100 g");
      }
      if (opioid == Opioid.NONE && !Objects.equals(microgramsPerDay, 0)) {
        throw new IllegalArgumentException("No opioid has no dose");
      }
      if (to != null && (from == null || to.date().isBefore(from.date()))) {
        throw new IllegalArgumentException("What ends has begun, and not later");
      }
    }
  }

  /** The diagnoses that the study reads. */
  enum DiagnosisKind implements Coded {
    PRIMARY_TUMOUR("primary-tumour"),
    SPINAL_METASTASIS("spinal-metastasis"),
    PATHOLOGICAL_FRACTURE("pathological-fracture"),
    CORD_COMPRESSION("cord-compression"),
    CAUDA_EQUINA_SYNDROME("cauda-equina-syndrome"),
    /** The tumour reaches the epidural space. */
    EPIDURAL_CONTACT("epidural-contact"),
    /** The vertebral body is completely destroyed. */
    COMPLETE_DESTRUCTION("complete-destruction"),
    /** The tumour involves the posterior arch of the vertebra. */
    POSTERIOR_ARCH_INVOLVEMENT("posterior-arch-involvement"),
    /** An infection where the needle would go. */
    LOCAL_INFECTION("local-infection"),
    SEPTICAEMIA("septicaemia");

    private final String code;

    DiagnosisKind(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }

    /** Whether figures rest on it; the other kinds are read by criteria of eligibility alone. */
    boolean makesFigures() {
      return this == PRIMARY_TUMOUR || this == PATHOLOGICAL_FRACTURE;
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
   * @param related references to the resources it is due to, rests on or resulted in: reports of
   *     the same thing, or the leak behind a clinical event
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
      @Nullable ClinicalTime resolution,
      List<String> related,
      EventDetails details)
      implements Fact {
    /** Copies the lists. */
    public ComplicationFact {
      procedures = List.copyOf(procedures);
      related = List.copyOf(related);
      details = Objects.requireNonNullElse(details, EventDetails.NONE);
    }
  }
}
