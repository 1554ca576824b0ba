package org.pvpoutcomes.ingest;

/** A write, and with it the whole transaction, is refused; nothing was stored. */
public final class WriteRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why a write is refused. */
  public enum Reason {
    /** A condition, or a conditional reference, matches more than one resource: 412. */
    MULTIPLE_MATCHES,
    /**
     * A conditional reference matches nothing, or a {@code urn:} reference names no entry of the
     * Bundle: 400.
     */
    UNRESOLVED_REFERENCE,
    /**
     * Two entries of the Bundle write the same resource, or have the same condition or fullUrl:
     * 400.
     */
    DUPLICATE_ENTRY,
    /** The resource does not meet its own condition, or none can be stated so: 400. */
    CONDITION_NOT_MET,
    /** The id in the resource and the id it is stored under differ: 400. */
    ID_MISMATCH,
    /** The resource to patch was never there, or no resource matches the condition: 404. */
    NOT_FOUND,
    /** The resource to patch is deleted: 410. */
    DELETED,
    /** The current version is not the one that the write depends on: 412. */
    VERSION_CONFLICT,
    /**
     * What a condition had matched has lost it to another request, each time that the transaction
     * was repeated: 412.
     */
    OVERTAKEN,
    /**
     * What was written is well-formed but cannot be stored, for example an unusable ConceptMap:
     * 422.
     */
    UNPROCESSABLE
  }

  private final Reason reason;
  private final int entry;
  private final String expression;

  /**
   * Refuses entry {@code entry}.
   *
   * @param entry index of the {@link Write} in the list that was given
   * @param expression FHIRPath of the place, from the resource type
   * @param message what is wrong and what would help, without any data of the patient
   */
  public WriteRefusedException(Reason reason, int entry, String expression, String message) {
    super(message);
    this.reason = reason;
    this.entry = entry;
    this.expression = expression;
  }

  /** Why it is refused. */
  public Reason reason() {
    return reason;
  }

  /** Index of the refused {@link Write} in the list that was given. */
  public int entry() {
    return entry;
  }

  /** FHIRPath of the place, from the resource type: {@code Observation.subject}. */
  public String expression() {
    return expression;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
