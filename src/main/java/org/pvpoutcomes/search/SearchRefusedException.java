package org.pvpoutcomes.search;

/** A search that cannot be carried out as it was meant. The message repeats no value. */
public final class SearchRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Kind {
    /** FHIR may know it, this server does not. */
    NOT_SUPPORTED,
    /** The value is none of its kind. */
    BAD_VALUE
  }

  private final Kind kind;
  private final String parameter;

  /**
   * A refusal.
   *
   * @param parameter that is at fault, as the table names it
   * @param text what is wrong and what would be right
   */
  public SearchRefusedException(Kind kind, String parameter, String text) {
    super(text);
    this.kind = kind;
    this.parameter = parameter;
  }

  static SearchRefusedException badValue(String parameter, String text) {
    return new SearchRefusedException(Kind.BAD_VALUE, parameter, text);
  }

  static SearchRefusedException notSupported(String parameter, String text) {
    return new SearchRefusedException(Kind.NOT_SUPPORTED, parameter, text);
  }

  /** Why. */
  public Kind kind() {
    return kind;
  }

  /** Whether another server might carry it out. */
  public boolean isNotSupported() {
    return kind == Kind.NOT_SUPPORTED;
  }

  /** The parameter that is at fault. */
  public String parameter() {
    return parameter;
  }
}
