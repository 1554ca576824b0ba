package org.pvpoutcomes.study;

import java.util.List;
import java.util.stream.Collectors;

/** Parts of a protocol that do not fit together; names each. */
public final class ContradictoryProtocolException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  /** One or more violations. */
  ContradictoryProtocolException(List<Violation> violations) {
    super(
        violations.stream()
            .map(violation -> violation.pointer() + ": " + violation.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /** In the order of the parts of a protocol. */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * What is wrong at one place.
   *
   * @param pointer JSON Pointer (RFC 6901) into the protocol
   * @param message what must hold there
   * @param allowed the values there are, where they can be listed
   */
  public record Violation(String pointer, String message, List<String> allowed) {
    /** Copies the list. */
    public Violation {
      allowed = List.copyOf(allowed);
    }
  }
}
