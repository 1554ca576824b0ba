package org.pvpoutcomes.cohort;

/** A protocol file that cannot be used; the message names file, line, field and what is allowed. */
public final class ProtocolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }

  ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }
}
