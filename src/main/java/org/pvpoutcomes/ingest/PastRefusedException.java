package org.pvpoutcomes.ingest;

/** A state of the past cannot be had, or not now. */
public final class PastRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    /** The moment has not come yet. */
    FUTURE,
    /** The record is too large to be replayed while a caller waits. */
    TOO_LARGE,
    /** Others are asking for so many moments that this one has to wait. */
    BUSY,
    /** What is derived does not follow from the record yet, because it is being mapped again. */
    BEING_MAPPED,
    /** The study has a cut with this name. */
    NAME_TAKEN
  }

  private final Reason reason;

  PastRefusedException(Reason reason) {
    super(reason.name());
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
