package org.pvpoutcomes.cohort;

import java.util.List;
import java.util.stream.Collectors;

/** A protocol document that cannot be used; says what is wrong at which places. */
public final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<ProtocolFault> faults;

  /** A document with faults. */
  ProtocolException(String document, List<ProtocolFault> faults) {
    super(
        document
            + ": "
            + faults.stream().map(ProtocolFault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** A document that is not there, or stands in the way of another. */
  ProtocolException(String message) {
    super(message);
    this.faults = List.of();
  }

  /** In the order of the document; empty where the document itself is not at fault. */
  public List<ProtocolFault> faults() {
    return faults;
  }
}
