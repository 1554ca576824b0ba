package org.pvpoutcomes.mapping;

import org.pvpoutcomes.mapping.Finding.Severity;

/**
 * Every rule by which the mapping finds something that the study cannot use, or uses with a doubt.
 * The text of a finding is the text of its rule, sometimes followed by the codes it is about.
 */
public enum Rule {
  RESOURCE_NOT_READABLE(
      "resource-not-readable",
      Severity.WARNING,
      "The resource cannot be read as FHIR R4, or has a number with a huge exponent; send it again"),
  SUBJECT_NOT_RESOLVABLE(
      "subject-not-resolvable",
      Severity.WARNING,
      "The patient is named neither by a literal reference such as Patient/123 nor by an identifier"
          + " with system and value"),
  LINK_NOT_RESOLVABLE(
      "link-not-resolvable",
      Severity.WARNING,
      "A link that merges Patients needs a literal reference such as Patient/123; nothing is merged"),
  LINK_CONTRADICTORY(
      "link-contradictory",
      Severity.WARNING,
      "The Patient is replaced by several others; it is merged only once these are merged into one"),
  REFERENCE_NOT_RESOLVABLE(
      "reference-not-resolvable",
      Severity.INFORMATION,
      "Only literal references such as Procedure/123 are followed; this one is left out"),
  BIRTH_DATE_NOT_TO_THE_DAY(
      "birth-date-not-to-the-day",
      Severity.INFORMATION,
      "The age needs a birth date with year, month and day"),
  DEATH_DATE_NOT_TO_THE_DAY(
      "death-date-not-to-the-day",
      Severity.INFORMATION,
      "The date of death needs year, month and day; the patient counts as deceased without it"),

  CODE_CONTRADICTORY(
      "code-contradictory",
      Severity.WARNING,
      "The codings of one concept mean different things for the study; send codings of one thing"),
  PROCEDURE_CODE_NOT_MAPPED(
      "procedure-code-not-mapped",
      Severity.INFORMATION,
      "No coding is known as a vertebral augmentation; if it is one, add the code to a ConceptMap"),
  OBSERVATION_CODE_NOT_MAPPED(
      "observation-code-not-mapped",
      Severity.INFORMATION,
      "No coding is known as a measure or a complication; if it is one, add it to a ConceptMap"),
  CONDITION_CODE_NOT_MAPPED(
      "condition-code-not-mapped",
      Severity.INFORMATION,
      "No coding is known as a diagnosis of the study; if it is one, add it to a ConceptMap"),
  EVENT_CODE_NOT_MAPPED(
      "event-code-not-mapped",
      Severity.INFORMATION,
      "No coding is known as a complication; if it is one, add the code to a ConceptMap"),

  DATE_MISSING(
      "date-missing", Severity.WARNING, "The study places this in time; send the date of it"),
  DATE_NOT_TO_THE_DAY(
      "date-not-to-the-day",
      Severity.WARNING,
      "The study counts in days; send a date, a timestamp or a period that lies within one day"),
  ONSET_NOT_TO_THE_DAY(
      "onset-not-to-the-day",
      Severity.INFORMATION,
      "The study counts in days; this is used without its date"),

  LEVEL_NOT_MAPPED(
      "level-not-mapped",
      Severity.WARNING,
      "No coding of this body site is known as a vertebral level; add the code to a ConceptMap"),
  LEVEL_CONTRADICTORY(
      "level-contradictory",
      Severity.WARNING,
      "The codings of one body site name different levels; send one body site for each vertebra"),
  LEVEL_REPEATED(
      "level-repeated",
      Severity.INFORMATION,
      "This level is named by an earlier body site as well; it is one vertebra"),
  BODY_SITE_NOT_MAPPED(
      "body-site-not-mapped",
      Severity.INFORMATION,
      "No coding of this body site is known; if it is a vertebra, add the code to a ConceptMap"),
  APPROACH_NOT_MAPPED(
      "approach-not-mapped",
      Severity.WARNING,
      "The value is not known as an injection approach; add the code to a ConceptMap"),
  APPROACH_CONTRADICTORY(
      "approach-contradictory",
      Severity.WARNING,
      "Different injection approaches are named; send one Procedure for each vertebra"),

  COMPLICATION_NOT_MAPPED(
      "complication-not-mapped",
      Severity.WARNING,
      "No coding of this complication is known; add the code to a ConceptMap"),
  COMPLICATION_VALUE_UNKNOWN(
      "complication-value-unknown",
      Severity.WARNING,
      "The value does not say whether the complication is there; send a boolean or a leak site"),
  SEVERITY_NOT_MAPPED(
      "severity-not-mapped",
      Severity.WARNING,
      "No coding is known as a grade of severity with its scheme and version; add the code to a"
          + " ConceptMap"),
  DETECTION_METHOD_NOT_MAPPED(
      "detection-method-not-mapped",
      Severity.INFORMATION,
      "No coding is known as a way to detect leaked cement; add the code to a ConceptMap"),
  SYMPTOMATIC_NOT_READABLE(
      "symptomatic-not-readable",
      Severity.WARNING,
      "Whether a leak had symptoms is told by a boolean only"),
  LEAK_AMBIGUOUS(
      "leak-ambiguous",
      Severity.WARNING,
      "Several sites and several levels cannot be paired; send one resource for each leak"),

  VALUE_MISSING("value-missing", Severity.WARNING, "There is no value and no dataAbsentReason"),
  DATA_ABSENT(
      "data-absent", Severity.INFORMATION, "The value is absent for a reason; nothing is measured"),
  VALUE_NOT_A_NUMBER(
      "value-not-a-number",
      Severity.WARNING,
      "The value must be a number: a Quantity or an integer"),
  VALUE_WITH_COMPARATOR(
      "value-with-comparator",
      Severity.WARNING,
      "A value with a comparator is not a measurement that can be averaged"),
  VALUE_CONTRADICTORY(
      "value-contradictory",
      Severity.WARNING,
      "One resource gives one measure different values; send one Observation for each"),
  VALUE_ROUNDED(
      "value-rounded",
      Severity.INFORMATION,
      "The value is finer than a thousandth and was rounded half to even"),
  VAS_SCALE_UNKNOWN(
      "vas-scale-unknown",
      Severity.WARNING,
      "Nothing says whether the pain score runs to 10 or to 100: send a referenceRange, or give its"
          + " source or its unit a pain-scale in a ConceptMap"),
  VAS_SCALE_CONTRADICTORY(
      "vas-scale-contradictory",
      Severity.WARNING,
      "Unit, code, reference range or sources disagree whether the pain score runs to 10 or to 100"),
  VAS_OFF_SCALE(
      "vas-off-scale", Severity.WARNING, "The pain score lies outside the scale it is given on"),
  TOTAL_OUT_OF_RANGE(
      "total-out-of-range",
      Severity.WARNING,
      "An imported total of the QLQ-BM22 is a whole number from 22 to 88, the sum of 22 answers"),
  VOLUME_UNIT_UNKNOWN(
      "volume-unit-unknown", Severity.WARNING, "A cement volume needs the UCUM unit mL or cm3"),
  VOLUME_OUT_OF_RANGE(
      "volume-out-of-range",
      Severity.WARNING,
      "A cement volume of one vertebra lies above 0 and is not above 30 mL"),
  VOLUME_LARGE(
      "volume-large", Severity.INFORMATION, "A cement volume above 15 mL is unusual; check it"),
  FOLLOW_UP_UNIT_UNKNOWN(
      "follow-up-unit-unknown",
      Severity.WARNING,
      "A follow-up duration needs the UCUM unit mo or a: days and weeks are no exact months"),
  FOLLOW_UP_OUT_OF_RANGE(
      "follow-up-out-of-range",
      Severity.WARNING,
      "A follow-up duration is not below 0 and not above 1200 months"),
  LABORATORY_UNIT_UNKNOWN(
      "laboratory-unit-unknown",
      Severity.WARNING,
      "A cell count needs a UCUM unit such as 10*3/uL, 10*9/L or /uL; an INR has no unit"),
  LABORATORY_OUT_OF_RANGE(
      "laboratory-out-of-range",
      Severity.WARNING,
      "The laboratory value is below 0, or so large that its unit must be wrong"),

  MEDICATION_CODE_NOT_MAPPED(
      "medication-code-not-mapped",
      Severity.INFORMATION,
      "No coding is known as an opioid; if it is one, add the code to a ConceptMap"),
  MEDICATION_NOT_CODED(
      "medication-not-coded",
      Severity.INFORMATION,
      "The medication is read from a code or a contained Medication only; if it is an opioid, send"
          + " one of these"),
  OPIOID_ROUTE_UNKNOWN(
      "opioid-route-unknown",
      Severity.WARNING,
      "The equivalent dose depends on the route; code the route of the dosage, or map the product to"
          + " its route in a ConceptMap"),
  OPIOID_DOSE_NOT_READABLE(
      "opioid-dose-not-readable",
      Severity.WARNING,
      "A daily dose of an opioid needs a Quantity in the UCUM unit ug, mg or g, with one frequency"
          + " and one period; that of a patch a rate in ug/h; that of an administration lies within"
          + " one day"),
  OPIOID_DOSE_OUT_OF_RANGE(
      "opioid-dose-out-of-range",
      Severity.WARNING,
      "A daily dose of an opioid is 0, or at least 1 ug and at most 100 g"),
  OPIOID_AS_NEEDED(
      "opioid-as-needed",
      Severity.INFORMATION,
      "What is taken as needed has no daily dose, so that of the patient is unknown meanwhile"),
  OPIOID_PERIOD_NOT_READABLE(
      "opioid-period-not-readable",
      Severity.WARNING,
      "The days of an opioid need a start and, unless it goes on, an end, each with year, month and"
          + " day"),

  QUESTIONNAIRE_NOT_MAPPED(
      "questionnaire-not-mapped",
      Severity.INFORMATION,
      "The items of this questionnaire are not known; if it is a QLQ-BM22, map its linkIds in a"
          + " ConceptMap whose source is its URL, or store the Questionnaire"),
  ITEM_NOT_MAPPED(
      "item-not-mapped",
      Severity.INFORMATION,
      "Answered items that the ConceptMap of the questionnaire does not list"),
  DUPLICATE_LINK_ID(
      "duplicate-link-id",
      Severity.WARNING,
      "The same item is answered more than once; it counts as not answered"),
  ANSWER_NOT_READABLE(
      "answer-not-readable",
      Severity.WARNING,
      "The answer is no integer, and no coding with a code or weight of 1 to 4; a stored"
          + " Questionnaire can give weights"),
  ANSWER_OUT_OF_RANGE(
      "answer-out-of-range",
      Severity.WARNING,
      "An answer of the QLQ-BM22 is a whole number from 1 to 4; it counts as not answered"),
  FORM_WITHOUT_ANSWERS(
      "form-without-answers", Severity.INFORMATION, "No item of the form has a usable answer"),
  MORE_FINDINGS(
      "more-findings",
      Severity.INFORMATION,
      "There are more findings than the first 100 of this resource; repair these and send it again");

  private final String id;
  private final Severity severity;
  private final String text;

  Rule(String id, Severity severity, String text) {
    this.id = id;
    this.severity = severity;
    this.text = text;
  }

  /** Stable id, lower case with hyphens. */
  public String id() {
    return id;
  }

  /** How much is lost. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong and what would help. */
  public String text() {
    return text;
  }
}
