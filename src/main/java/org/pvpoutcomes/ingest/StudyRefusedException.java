package org.pvpoutcomes.ingest;

/** A study or a version of one that cannot be added, although its protocol is valid. */
public final class StudyRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  StudyRefusedException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  /** Why it cannot. */
  public Reason reason() {
    return reason;
  }

  /** Why a study or a version cannot be added. */
  public enum Reason {
    /** There is a study with this id. */
    ID_TAKEN,
    /** The study ships with the service. */
    SHIPPED,
    /** There is no study with this id. */
    UNKNOWN,
    /** The newest version is not the one that the sender knows. */
    ANOTHER_VERSION
  }
}
