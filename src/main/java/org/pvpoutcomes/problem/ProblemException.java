package org.pvpoutcomes.problem;

import java.util.Collection;
import java.util.List;

/** A request that cannot be answered, and why. Becomes a {@link Problem}. */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final transient List<Problem.Violation> errors;

  private ProblemException(ProblemType type, String detail, List<Problem.Violation> errors) {
    super(detail);
    this.type = type;
    this.errors = List.copyOf(errors);
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

  /** One parameter is not valid. */
  public static ProblemException invalidParameter(
      String parameter, String detail, Collection<String> allowed) {
    return new ProblemException(
        ProblemType.INVALID_PARAMETER,
        "The query parameter " + parameter + " is not valid: " + detail,
        List.of(new Problem.Violation(parameter, detail, List.copyOf(allowed))));
  }

  /** The kind of problem. */
  public ProblemType type() {
    return type;
  }

  /** What is wrong with which parameter; empty for other kinds. */
  public List<Problem.Violation> errors() {
    return errors;
  }
}
