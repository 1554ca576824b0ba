package org.pvpoutcomes.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that cannot be carried out; nothing was stored for it. */
final class FhirRequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Issue> issues;

  /**
   * Refuses for several reasons.
   *
   * @param issues at least one; the first decides the HTTP status
   */
  FhirRequestException(List<Issue> issues) {
    super(issues.getFirst().text());
    this.issues = List.copyOf(issues);
  }

  /** Refuses for one reason at one place. */
  FhirRequestException(FailureKind kind, @Nullable String expression, String text) {
    this(List.of(new Issue(kind, expression, text)));
  }

  /** Refuses for one reason that has no place in a resource. */
  FhirRequestException(FailureKind kind, String text) {
    this(kind, null, text);
  }

  /**
   * The same, with a place for what has none.
   *
   * @param place in a Bundle; null to leave it as it is
   */
  FhirRequestException at(@Nullable String place) {
    return place == null
        ? this
        : new FhirRequestException(
            issues.stream()
                .map(
                    issue ->
                        issue.expression() == null
                            ? new Issue(issue.kind(), place, issue.text())
                            : issue)
                .toList());
  }

  /** Everything that was found wrong, in the order it was found. */
  List<Issue> issues() {
    return issues;
  }

  /** HTTP status of the answer. */
  int status() {
    return issues.getFirst().kind().status();
  }
}
