package org.pvpoutcomes.study;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How severe a complication was: a grade, and the scheme and version that gives it its meaning. A
 * grade 3 of one scheme is no grade 3 of another, so the number alone is never kept, and grades of
 * different schemes are not converted.
 *
 * <p>Schemes: CTCAE 5.0 (National Cancer Institute, 2017); CIRSE 2017 and its modification of 2026
 * (10.1007/s00270-025-04200-w), which divides grades 1 and 3; SIR 2017 (Khalilzadeh et al., PMID
 * 28757285) and the letters that SIR used before; the codes of {@code AdverseEvent.severity} of
 * FHIR R4; the severities of SNOMED CT.
 */
public enum Severity implements Coded {
  CTCAE_5_GRADE_1("ctcae-5-1", "ctcae", "5.0", "1"),
  CTCAE_5_GRADE_2("ctcae-5-2", "ctcae", "5.0", "2"),
  CTCAE_5_GRADE_3("ctcae-5-3", "ctcae", "5.0", "3"),
  CTCAE_5_GRADE_4("ctcae-5-4", "ctcae", "5.0", "4"),
  CTCAE_5_GRADE_5("ctcae-5-5", "ctcae", "5.0", "5"),
  CIRSE_2017_GRADE_1("cirse-2017-1", "cirse", "2017", "1"),
  CIRSE_2017_GRADE_2("cirse-2017-2", "cirse", "2017", "2"),
  CIRSE_2017_GRADE_3("cirse-2017-3", "cirse", "2017", "3"),
  CIRSE_2017_GRADE_4("cirse-2017-4", "cirse", "2017", "4"),
  CIRSE_2017_GRADE_5("cirse-2017-5", "cirse", "2017", "5"),
  CIRSE_2017_GRADE_6("cirse-2017-6", "cirse", "2017", "6"),
  CIRSE_2026_GRADE_1A("cirse-2026-1a", "cirse", "2026", "1a"),
  CIRSE_2026_GRADE_1B("cirse-2026-1b", "cirse", "2026", "1b"),
  CIRSE_2026_GRADE_2("cirse-2026-2", "cirse", "2026", "2"),
  CIRSE_2026_GRADE_3A("cirse-2026-3a", "cirse", "2026", "3a"),
  CIRSE_2026_GRADE_3B("cirse-2026-3b", "cirse", "2026", "3b"),
  CIRSE_2026_GRADE_4("cirse-2026-4", "cirse", "2026", "4"),
  CIRSE_2026_GRADE_5("cirse-2026-5", "cirse", "2026", "5"),
  CIRSE_2026_GRADE_6("cirse-2026-6", "cirse", "2026", "6"),
  SIR_2017_GRADE_1("sir-2017-1", "sir", "2017", "1"),
  SIR_2017_GRADE_2("sir-2017-2", "sir", "2017", "2"),
  SIR_2017_GRADE_3("sir-2017-3", "sir", "2017", "3"),
  SIR_2017_GRADE_4("sir-2017-4", "sir", "2017", "4"),
  SIR_2017_GRADE_5("sir-2017-5", "sir", "2017", "5"),
  SIR_BEFORE_2017_GRADE_A("sir-before-2017-a", "sir", "before-2017", "A"),
  SIR_BEFORE_2017_GRADE_B("sir-before-2017-b", "sir", "before-2017", "B"),
  SIR_BEFORE_2017_GRADE_C("sir-before-2017-c", "sir", "before-2017", "C"),
  SIR_BEFORE_2017_GRADE_D("sir-before-2017-d", "sir", "before-2017", "D"),
  SIR_BEFORE_2017_GRADE_E("sir-before-2017-e", "sir", "before-2017", "E"),
  SIR_BEFORE_2017_GRADE_F("sir-before-2017-f", "sir", "before-2017", "F"),
  FHIR_R4_MILD("fhir-r4-mild", "fhir-adverse-event-severity", "4.0.1", "mild"),
  FHIR_R4_MODERATE("fhir-r4-moderate", "fhir-adverse-event-severity", "4.0.1", "moderate"),
  FHIR_R4_SEVERE("fhir-r4-severe", "fhir-adverse-event-severity", "4.0.1", "severe"),
  SNOMED_CT_MILD("snomed-ct-mild", "snomed-ct", null, "mild"),
  SNOMED_CT_MODERATE("snomed-ct-moderate", "snomed-ct", null, "moderate"),
  SNOMED_CT_SEVERE("snomed-ct-severe", "snomed-ct", null, "severe"),
  SNOMED_CT_LIFE_THREATENING("snomed-ct-life-threatening", "snomed-ct", null, "life-threatening"),
  SNOMED_CT_FATAL("snomed-ct-fatal", "snomed-ct", null, "fatal");

  private final String code;
  private final String scheme;
  private final @Nullable String version;
  private final String grade;

  Severity(String code, String scheme, @Nullable String version, String grade) {
    this.code = code;
    this.scheme = scheme;
    this.version = version;
    this.grade = grade;
  }

  @Override
  public String code() {
    return code;
  }

  /**
   * The worst grade of each scheme and version, in the order of the constants, in which the grades
   * of a scheme rise.
   */
  public static List<Severity> worst(Collection<Severity> severities) {
    Map<List<@Nullable String>, Severity> worst = new LinkedHashMap<>();
    severities.stream()
        .sorted()
        .forEach(severity -> worst.put(Arrays.asList(severity.scheme, severity.version), severity));
    return List.copyOf(worst.values());
  }

  /** The scheme, such as {@code ctcae}. */
  public String scheme() {
    return scheme;
  }

  /** The version of the scheme; null for SNOMED CT, whose severities have none. */
  public @Nullable String version() {
    return version;
  }

  /** The grade within the scheme. */
  public String grade() {
    return grade;
  }
}
