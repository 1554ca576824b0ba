package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel.Region;

/**
 * By what a cohort can be divided into strata, and narrowed: a property of the patient or of the
 * vertebra.
 *
 * <p>A property of the vertebra is also read of a patient, where patients are divided: the value
 * that all treated vertebrae of the patient share, {@link #SEVERAL} where they differ; but {@code
 * fractured} with at least one such vertebra, and {@code leak} with at least one leakage, also one
 * whose vertebra cannot be told.
 */
public enum Stratification implements Coded {
  /** Administrative gender. */
  SEX("sex", false),
  /** Completed years at the index session, in the bands of the study. */
  AGE_BAND("age-band", false),
  /** Primary tumour. */
  PRIMARY_TUMOUR("primary-tumour", false),
  /** Whether the vertebra had a pathological fracture before the session. */
  FRACTURE("fracture", true),
  /** From which side the needle entered the vertebra. */
  APPROACH("approach", true),
  /** Part of the spine. */
  LEVEL_REGION("level-region", true),
  /** Vertebrae treated in all sessions of the patient. */
  NUMBER_OF_LEVELS("number-of-levels", false),
  /** Cement per vertebra, in the bands of the study. */
  CEMENT_VOLUME_BAND("cement-volume-band", true),
  /** Whether cement leaked. */
  LEAK("leak", true),
  /** The source system of the index session, by its URI. */
  SITE("site", false),
  /** The calendar year of the index session. */
  YEAR("year", false);

  /** The stratum of those for whom the property is not known. */
  public static final String NOT_STATED = "not-stated";

  /** The stratum of patients whose index session names no source system. */
  public static final String UNKNOWN_SITE = "unknown";

  /** The stratum of patients whose vertebrae differ in the property. */
  public static final String SEVERAL = "several";

  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,3}");

  private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}");

  /** A URI has neither blanks nor control characters (FHIR R4, datatypes.html#uri). */
  private static final Pattern URI = Pattern.compile("[^\\x00-\\x20]+");

  private final String code;
  private final boolean ofVertebra;

  Stratification(String code, boolean ofVertebra) {
    this.code = code;
    this.ofVertebra = ofVertebra;
  }

  @Override
  public String code() {
    return code;
  }

  /** Whether it divides vertebrae, so that one patient can be in several strata. */
  public boolean isOfVertebra() {
    return ofVertebra;
  }

  /**
   * The strata there can be, in the order of the answers; {@link #SEVERAL} and those of whom the
   * property is not known come last. Empty where they cannot be listed: numbers, sites and years.
   */
  public List<String> strata(StrataBands bands) {
    return switch (this) {
      case SEX -> with(codes(Sex.values()));
      case AGE_BAND -> with(bands.ageLabels());
      case PRIMARY_TUMOUR -> with(codes(PrimaryTumour.values()));
      case FRACTURE -> List.of("fractured", "not-fractured");
      case APPROACH -> with(codes(InjectionApproach.values()), SEVERAL);
      case LEVEL_REGION ->
          with(
              Arrays.stream(Region.values())
                  .filter(region -> region != Region.UNKNOWN)
                  .map(Region::code)
                  .toList(),
              SEVERAL);
      case NUMBER_OF_LEVELS, SITE, YEAR -> List.of();
      case CEMENT_VOLUME_BAND -> with(bands.cementLabels(), SEVERAL);
      case LEAK -> List.of("leak", "no-leak");
    };
  }

  /** Whether the study divides by it: by bands only where it has some. */
  public boolean isDefined(StrataBands bands) {
    return switch (this) {
      case AGE_BAND -> !bands.ages().isEmpty();
      case CEMENT_VOLUME_BAND -> !bands.cement().isEmpty();
      default -> true;
    };
  }

  /** Whether there can be a stratum of this name. */
  public boolean admits(String stratum, StrataBands bands) {
    return switch (this) {
      case NUMBER_OF_LEVELS -> NUMBER.matcher(stratum).matches();
      case SITE -> URI.matcher(stratum).matches();
      case YEAR -> stratum.equals(NOT_STATED) || FOUR_DIGITS.matcher(stratum).matches();
      default -> strata(bands).contains(stratum);
    };
  }

  /** The order of strata in answers. */
  Comparator<String> order(StrataBands bands) {
    return switch (this) {
      case NUMBER_OF_LEVELS -> Comparator.comparing(BigDecimal::new);
      case SITE ->
          Comparator.<String, Boolean>comparing(UNKNOWN_SITE::equals)
              .thenComparing(Comparator.naturalOrder());
      // Digits come before letters.
      case YEAR -> Comparator.naturalOrder();
      default -> Comparator.comparingInt(strata(bands)::indexOf);
    };
  }

  /** SQL over member m that gives the stratum of a patient; never null. */
  String ofPatient(StrataBands bands) {
    return switch (this) {
      case SEX -> stated("m.sex");
      case AGE_BAND -> stated(bands.ageSql("m.age"));
      case PRIMARY_TUMOUR -> stated("m.primary_tumour");
      case NUMBER_OF_LEVELS -> "CAST(m.vertebra_count AS text)";
      case SITE -> "coalesce(m.site, '" + UNKNOWN_SITE + "')";
      case YEAR -> stated("to_char(m.index_date, 'YYYY')");
      case FRACTURE ->
          "CASE WHEN EXISTS (SELECT 1 FROM member_vertebra w WHERE w.study = m.study"
              + " AND w.patient = m.patient AND w.fractured)"
              + " THEN 'fractured' ELSE 'not-fractured' END";
      case LEAK -> leak("l.study = m.study AND l.patient = m.patient");
      case APPROACH, LEVEL_REGION, CEMENT_VOLUME_BAND ->
          "(SELECT CASE WHEN count(DISTINCT w.stratum) > 1 THEN 'several'"
              + " ELSE coalesce(min(w.stratum), 'not-stated') END FROM (SELECT "
              + ofVertebra(bands)
              + " AS stratum FROM member_vertebra v WHERE v.study = m.study"
              + " AND v.patient = m.patient) AS w)";
    };
  }

  /** SQL over member m and member_vertebra v that gives the stratum of a vertebra; never null. */
  String ofVertebra(StrataBands bands) {
    return switch (this) {
      case SEX, AGE_BAND, PRIMARY_TUMOUR, NUMBER_OF_LEVELS, SITE, YEAR -> ofPatient(bands);
      case FRACTURE -> "CASE WHEN v.fractured THEN 'fractured' ELSE 'not-fractured' END";
      case APPROACH -> stated("v.approach");
      case LEVEL_REGION ->
          "CASE WHEN v.level ~ '^C[0-9]' THEN 'cervical' WHEN v.level ~ '^T[0-9]' THEN 'thoracic'"
              + " WHEN v.level ~ '^L[0-9]' THEN 'lumbar' WHEN v.level ~ '^S[0-9]' THEN 'sacral'"
              + " WHEN v.level IN ('cervical', 'thoracic', 'lumbar', 'sacral') THEN v.level"
              + " ELSE 'not-stated' END";
      case CEMENT_VOLUME_BAND -> stated(bands.cementSql("v.microlitres"));
      case LEAK ->
          leak(
              "l.study = v.study AND l.patient = v.patient AND l.session = v.session"
                  + " AND l.number = v.number");
    };
  }

  private static String leak(String where) {
    return "CASE WHEN EXISTS (SELECT 1 FROM member_event l WHERE "
        + where
        + " AND l.kind = 'cement-leakage') THEN 'leak' ELSE 'no-leak' END";
  }

  private static String stated(String column) {
    return "coalesce(" + column + ", '" + NOT_STATED + "')";
  }

  private static List<String> codes(Coded[] constants) {
    return Arrays.stream(constants).map(Coded::code).toList();
  }

  private static List<String> with(List<String> strata, String... more) {
    List<String> all = new ArrayList<>(strata);
    all.addAll(List.of(more));
    all.add(NOT_STATED);
    return List.copyOf(all);
  }
}
