package org.pvpoutcomes.vocabulary;

/**
 * The canonical URLs of what this service defines, and of the code systems it reads by name.
 *
 * <p>The targets of a ConceptMap are the {@code CodeSystem} URLs below; their codes are given by
 * the package that uses the concepts.
 */
public final class Canonical {

  /** The base of every canonical URL that this service defines. */
  public static final String BASE = "https://pvp-outcomes.example/fhir";

  /** What every URL of this service begins with, also a misspelt one. */
  static final String AUTHORITY = "https://pvp-outcomes.example/";

  /** Kinds of vertebral augmentation: {@code pvp}, {@code pkp}. */
  public static final String PROCEDURE_KIND = codeSystem("procedure-kind");

  /** Levels of the spine: {@code C1} to {@code S5}, regions, {@code other}, {@code unknown}. */
  public static final String VERTEBRAL_LEVEL = codeSystem("vertebral-level");

  /** From which side the needle entered. */
  public static final String INJECTION_APPROACH = codeSystem("injection-approach");

  /** Where leaked cement was found. */
  public static final String LEAK_SITE = codeSystem("leak-site");

  /** Grades of severity, each with its scheme and version. */
  public static final String COMPLICATION_SEVERITY = codeSystem("complication-severity");

  /** How leaked cement was looked for. */
  public static final String DETECTION_METHOD = codeSystem("detection-method");

  /** Leaks and clinical events. */
  public static final String COMPLICATION = codeSystem("complication");

  /** The primary tumour of the metastases. */
  public static final String PRIMARY_TUMOUR = codeSystem("primary-tumour");

  /** Other diagnoses that the study reads. */
  public static final String DIAGNOSIS = codeSystem("diagnosis");

  /** What an Observation measures. */
  public static final String MEASURE = codeSystem("measure");

  /**
   * The range of a pain score, {@code 0-10} or {@code 0-100}. Sources are codes that define the
   * range by themselves (LOINC 72514-3), and what a site gives one: units ({@code {score}}) and,
   * under {@link #URI}, the {@code meta.source} or the identifier system of its Observations.
   */
  public static final String PAIN_SCALE = codeSystem("pain-scale");

  /** Items of the QLQ-BM22, {@code 1} to {@code 22}. Source: a questionnaire and its linkIds. */
  public static final String QLQ_BM22_ITEM = codeSystem("qlq-bm22-item");

  /** Opioids, and the statement that none is taken. */
  public static final String OPIOID = codeSystem("opioid");

  /** How an opioid is given. */
  public static final String OPIOID_ROUTE = codeSystem("opioid-route");

  /** Extensions by what they say. Source: {@link #URI}, the code is the extension's URL. */
  public static final String EXTENSION = codeSystem("extension");

  /** The system of codes that are URIs (RFC 3986), as FHIR R4 identifier systems name it. */
  public static final String URI = "urn:ietf:rfc:3986";

  /** The Unified Code for Units of Measure. */
  public static final String UCUM = "http://unitsofmeasure.org";

  private Canonical() {}

  /** A canonical without the version that may follow a bar (FHIR R4 references.html#canonical). */
  public static String withoutVersion(String canonical) {
    int bar = canonical.indexOf('|');
    return bar < 0 ? canonical : canonical.substring(0, bar);
  }

  /** The version that follows the bar of a canonical; empty where there is none. */
  static String versionOf(String canonical) {
    int bar = canonical.indexOf('|');
    return bar < 0 ? "" : canonical.substring(bar + 1);
  }

  /** The URL of one of our code systems. */
  public static String codeSystem(String name) {
    return BASE + "/CodeSystem/" + name;
  }
}
