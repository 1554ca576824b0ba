package org.pvpoutcomes.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One patient in one study: the result of the derivation, and all that the study's figures are made
 * of. A pure function of the patient's current facts and the protocol.
 *
 * @param patient literal reference, {@code Patient/123}
 * @param inclusion whether the patient is in, and if not, why; everything below is empty or null
 *     when not in, but {@code unused} is kept, and of a patient who is not eligible also the start,
 *     the eligibility, and who the patient is
 * @param indexStart when the index session began; null where there is none
 * @param eligibility one per criterion of the protocol, in its order; empty without an index
 *     session
 * @param patientSource the Patient version; null when none has arrived
 * @param age in completed years on the date of the index session; null when the birth date is not
 *     known to the day
 * @param primaryTumour {@link PrimaryTumour#UNKNOWN} only when a diagnosis says so; null when no
 *     diagnosis names one
 * @param death when the patient died; null while alive, or when it is not known to the day
 * @param deathDay days from the index session to the death, by the Patient, else by the earliest
 *     event that reports it; null while alive, or when it is not known to the day
 * @param sessions in order of time; the first is the index session
 * @param series one per measure of the protocol, in its order
 * @param followUpThousandthsOfMonths as the hospital states it; null where not said
 * @param unused every fact that did not count, with the reason, in order of source and measure
 * @param painResponse null in a study that does not measure pain by VAS
 * @param lastObservedDay days from the index session to the last day on which the record shows the
 *     patient alive, at least 0; null when not in
 */
public record Member(
    String patient,
    Inclusion inclusion,
    @Nullable ClinicalTime indexStart,
    List<Eligibility> eligibility,
    @Nullable SourceVersion patientSource,
    Sex sex,
    @Nullable Integer age,
    @Nullable PrimaryTumour primaryTumour,
    boolean deceased,
    @Nullable ClinicalTime death,
    @Nullable Integer deathDay,
    List<Session> sessions,
    List<Series> series,
    @Nullable Integer followUpThousandthsOfMonths,
    @Nullable SourceVersion followUpSource,
    List<Unused> unused,
    @Nullable PainResponse painResponse,
    @Nullable Integer lastObservedDay) {

  /**
   * A member whose pain is not judged together with opioids, last seen on nobody knows which day.
   */
  public Member(
      String patient,
      Inclusion inclusion,
      @Nullable ClinicalTime indexStart,
      List<Eligibility> eligibility,
      @Nullable SourceVersion patientSource,
      Sex sex,
      @Nullable Integer age,
      @Nullable PrimaryTumour primaryTumour,
      boolean deceased,
      @Nullable ClinicalTime death,
      @Nullable Integer deathDay,
      List<Session> sessions,
      List<Series> series,
      @Nullable Integer followUpThousandthsOfMonths,
      @Nullable SourceVersion followUpSource,
      List<Unused> unused) {
    this(
        patient,
        inclusion,
        indexStart,
        eligibility,
        patientSource,
        sex,
        age,
        primaryTumour,
        deceased,
        death,
        deathDay,
        sessions,
        series,
        followUpThousandthsOfMonths,
        followUpSource,
        unused,
        null,
        null);
  }

  /** A patient who is not in, of whom nothing more is told. */
  static Member excluded(String patient, Inclusion inclusion, List<Unused> unused) {
    return new Member(
        patient,
        inclusion,
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
        unused);
  }

  /** Copies the lists. */
  public Member {
    eligibility = List.copyOf(eligibility);
    sessions = List.copyOf(sessions);
    series = List.copyOf(series);
    unused = List.copyOf(unused);
  }

  /** Whether a patient is in the study. */
  public enum Inclusion implements Coded {
    INCLUDED("included"),
    /** Facts refer to the patient, but no Patient resource has arrived yet. */
    PATIENT_NOT_RECEIVED("patient-not-received"),
    /** No completed session of the index procedure with a date. */
    NO_INDEX_SESSION("no-index-session"),
    /** A criterion that excludes is not met. */
    NOT_ELIGIBLE("not-eligible"),
    /** The Patient resource is marked as test data, which is not counted here. */
    TEST_DATA("test-data"),
    /** The patient was replaced by another one, with whom everything counts. */
    MERGED("merged");

    private final String code;

    Inclusion(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /**
   * One sitting of the index procedure.
   *
   * @param number 1 for the index session
   * @param day days from the index session
   * @param sources the procedures it is made of, and the body structures they refer to
   * @param site the source system of its first procedure, in order of source, that names one; null
   *     where none does
   */
  public record Session(
      int number,
      ClinicalTime start,
      int day,
      List<SourceVersion> sources,
      List<TreatedVertebra> vertebrae,
      List<Event> events,
      @Nullable String site) {
    /** A session whose source system is not known. */
    public Session(
        int number,
        ClinicalTime start,
        int day,
        List<SourceVersion> sources,
        List<TreatedVertebra> vertebrae,
        List<Event> events) {
      this(number, start, day, sources, vertebrae, events, null);
    }

    /** Copies the lists. */
    public Session {
      sources = List.copyOf(sources);
      vertebrae = List.copyOf(vertebrae);
      events = List.copyOf(events);
    }
  }

  /**
   * One vertebra treated in a session.
   *
   * @param number 1 for the first of its session, in anatomical order
   * @param approach null where not said or contradictory
   * @param microlitres cement injected; null where not said
   * @param fractured whether a pathological fracture of this level is on record that is not later
   *     than the session
   * @param sources the procedures, body structures, cement observations and fracture diagnoses it
   *     rests on
   */
  public record TreatedVertebra(
      int number,
      VertebralLevel level,
      @Nullable InjectionApproach approach,
      @Nullable Integer microlitres,
      boolean fractured,
      List<SourceVersion> sources) {
    /** Copies the list. */
    public TreatedVertebra {
      sources = List.copyOf(sources);
    }
  }

  /**
   * A leak or a clinical event of a session, however many resources report it.
   *
   * @param number 1 for the first of its session
   * @param leakSite set exactly for a leak; {@link LeakSite#UNSPECIFIED} where nobody says it
   * @param vertebra number of the treated vertebra in its session; null where it cannot be told
   * @param onsetDay days from its session; null where not said
   * @param resolutionDay days from its session; null where not said
   * @param severities all that the reports say, in order
   * @param methods by which it was detected, in order
   * @param symptomatic whether a leak had clinical consequences; null where it is not said, and for
   *     a clinical event
   * @param causedBy numbers of the leaks of the session that a clinical event is ascribed to
   */
  public record Event(
      int number,
      ComplicationKind kind,
      @Nullable LeakSite leakSite,
      @Nullable Integer vertebra,
      @Nullable Integer onsetDay,
      @Nullable Integer resolutionDay,
      List<Severity> severities,
      List<DetectionMethod> methods,
      @Nullable Boolean symptomatic,
      List<Integer> causedBy,
      List<SourceVersion> sources) {
    /** Copies the lists; refuses a leak without a site, and what only a leak can have elsewhere. */
    public Event {
      severities = List.copyOf(severities);
      methods = List.copyOf(methods);
      causedBy = List.copyOf(causedBy);
      sources = List.copyOf(sources);
      boolean isLeak = kind == ComplicationKind.CEMENT_LEAKAGE;
      if (isLeak != (leakSite != null)) {
        throw new IllegalArgumentException("A leak, and only a leak, has a site");
      }
      if (isLeak ? !causedBy.isEmpty() : symptomatic != null) {
        throw new IllegalArgumentException("A leak has symptoms, and a clinical event has causes");
      }
    }
  }

  /**
   * One measure over the time points of the protocol.
   *
   * @param values one per time point, in the protocol's order
   */
  public record Series(Measure measure, List<Value> values) {
    /** Copies the list. */
    public Series {
      values = List.copyOf(values);
    }
  }

  /** What a measure is at a time point: a value, or the reason why there is none. */
  public sealed interface Value {

    /**
     * The value that counts.
     *
     * @param steps in steps of the measure
     * @param day days from the index session
     * @param proxy whether it is scored from a form that somebody else than the patient answered;
     *     false for what is not scored from a form
     */
    record Observed(int steps, int day, SourceVersion source, boolean proxy) implements Value {}

    /** No value. */
    record Missing(MissingReason reason) implements Value {}
  }

  /** Why a time point has no value. The first that applies is given. */
  public enum MissingReason implements Coded {
    /** The chosen form has too few answers for this score. */
    INCOMPLETE_FORM("incomplete-form"),
    /** There are measurements in the window, but their status does not count. */
    STATUS_NOT_COUNTED("status-not-counted"),
    /** A report in the window says that there is no value, and gives a reason for it. */
    VALUE_ABSENT("value-absent"),
    /** There is a report in the window, but no value that can be used. */
    NOT_USABLE("not-usable"),
    /** Died before the target day. */
    DIED_BEFORE("died-before"),
    /** Not measured inside this window, but measured at a time that lies in no window at all. */
    OUTSIDE_WINDOW("outside-window"),
    /** Not measured, or only at other time points. */
    NOT_MEASURED("not-measured");

    private final String code;

    MissingReason(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /**
   * A fact that did not count.
   *
   * @param day days from the index session; null without an index session or a date
   * @param what the code of its measure, diagnosis, complication, opioid or kind of procedure, or
   *     {@code qlq-bm22}, {@code cement-volume}, {@code follow-up-duration}, {@code body-structure}
   *     or {@code patient}; null where the resource does not say which of several
   * @param status the status of the resource as sent; empty for a Patient, which has none
   * @param steps the value of a measurement in steps of its measure; null for anything else
   */
  public record Unused(
      SourceVersion source,
      @Nullable Integer day,
      UnusedReason reason,
      @Nullable String what,
      String status,
      @Nullable Integer steps) {}

  /** Why a fact did not count. The first that applies is given. */
  public enum UnusedReason implements Coded {
    /** A procedure that cannot make an index session says its own reason, not this one. */
    PATIENT_NOT_IN_STUDY("patient-not-in-study"),
    /** The resource is marked as test data, which is not counted here. */
    TEST_DATA("test-data"),
    STATUS_NOT_COUNTED("status-not-counted"),
    /** The study makes no figure of it. */
    NOT_A_MEASURE_OF_THE_STUDY("not-a-measure-of-the-study"),
    /** A procedure of another kind, or of a session before the index session. */
    NOT_AN_INDEX_PROCEDURE("not-an-index-procedure"),
    NO_DATE("no-date"),
    AFTER_DEATH("after-death"),
    OUTSIDE_WINDOW("outside-window"),
    /** On day 0, but after the session had begun. */
    AFTER_SESSION_START("after-session-start"),
    /** Another value of the same window is nearer to the target, or comes first among equals. */
    NOT_THE_NEAREST("not-the-nearest"),
    /**
     * An amended or corrected report of the same thing, or the surviving Patient, took its place.
     */
    SUPERSEDED("superseded"),
    /** Another report of the same thing was taken. */
    DUPLICATE("duplicate"),
    /** It names a procedure that has not been received, or is not known as an augmentation. */
    TARGET_NOT_RECEIVED("target-not-received"),
    /** Its procedure, or its vertebra, cannot be told. */
    NOT_ATTRIBUTABLE("not-attributable"),
    /** The form that counts at its time point, but with too few answers for any score. */
    INCOMPLETE_FORM("incomplete-form"),
    /** The resource says that there is no value, and why. */
    VALUE_ABSENT("value-absent"),
    /** The resource gives neither a value nor a reason why there is none. */
    VALUE_MISSING("value-missing"),
    /** The value is no number, or one with a comparator. */
    VALUE_NOT_READABLE("value-not-readable"),
    /** The resource gives one measure different values. */
    VALUE_CONTRADICTORY("value-contradictory"),
    /** The codings of the resource mean different things. */
    CODE_CONTRADICTORY("code-contradictory"),
    /** Nothing says to where the pain score runs, or the unit is not known. */
    SCALE_UNKNOWN("scale-unknown"),
    /** The resource gives a pain score two scales. */
    SCALE_CONTRADICTORY("scale-contradictory"),
    /** The pain score lies outside its scale. */
    OFF_SCALE("off-scale"),
    /** A number that the thing measured cannot have. */
    OUT_OF_RANGE("out-of-range");

    private final String code;

    UnusedReason(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }
}
