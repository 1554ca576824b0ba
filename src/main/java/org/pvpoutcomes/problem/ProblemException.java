package org.pvpoutcomes.problem;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be answered, and why. Becomes a {@link Problem}. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<Problem.Violation> errors;
  private final @Nullable Integer retryAfter;

  private ProblemException(ProblemType type, String detail, List<Problem.Violation> errors) {
    this(type, detail, errors, null);
  }

  private ProblemException(
      ProblemType type,
      String detail,
      List<Problem.Violation> errors,
      @Nullable Integer retryAfter) {
    super(detail);
    this.type = type;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
  }

  /** What the path names does not exist. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(ProblemType.NOT_FOUND, detail, List.of());
  }

  /** There is no study with that id; {@code studies} are those there are. */
  public static ProblemException unknownStudy(Collection<String> studies) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "There is no study with this id. Studies: " + String.join(", ", studies) + ".",
        List.of());
  }

  /** A problem that its type and a sentence describe. */
  public static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(type, detail, List.of());
  }

  /** The protocol in the body cannot be used. */
  public static ProblemException invalidProtocol(List<Problem.Violation> faults) {
    return new ProblemException(
        ProblemType.INVALID_PROTOCOL,
        "The errors name the places of the document and what is allowed there. The JSON Schema at"
            + " /api/v1/studies/schema describes it.",
        faults);
  }

  /**
   * The first version of the study is not derived of all patients yet.
   *
   * @param retryAfter seconds
   */
  public static ProblemException studyBeingDerived(String progress, int retryAfter) {
    return new ProblemException(ProblemType.STUDY_BEING_DERIVED, progress, List.of(), retryAfter);
  }

  /** One parameter is not valid. */
  public static ProblemException invalidParameter(
      String parameter, String detail, Collection<String> allowed) {
    return new ProblemException(
        ProblemType.INVALID_PARAMETER,
        "The query parameter " + parameter + " is not valid: " + detail,
        List.of(new Problem.Violation(parameter, detail, List.copyOf(allowed))));
  }

  /** The body of the request is not valid: {@code errors} name the elements. */
  public static ProblemException invalidBody(String detail, List<Problem.Violation> errors) {
    return new ProblemException(ProblemType.BAD_REQUEST, detail, errors);
  }

  /** Later the same request can be answered. */
  public static ProblemException unavailable(String detail) {
    return new ProblemException(ProblemType.UNAVAILABLE, detail, List.of());
  }

  /** The kind of problem. */
  public ProblemType type() {
    return type;
  }

  /** Seconds after which the same request may succeed; null where that is not known. */
  public @Nullable Integer retryAfter() {
    return retryAfter;
  }

  /** What is wrong with which parameter; empty for other kinds. */
  public List<Problem.Violation> errors() {
    return errors;
  }
}
