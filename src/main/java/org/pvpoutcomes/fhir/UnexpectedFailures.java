package org.pvpoutcomes.fhir;

import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Faults of the server: the log gets everything and an id, the caller a neutral text with that id.
 */
final class UnexpectedFailures {

  private static final Logger LOG = Logger.getLogger(UnexpectedFailures.class);

  private UnexpectedFailures() {}

  /** Logs a fault and makes the refusal that answers it. */
  static FhirRequestException logged(Throwable fault) {
    String id = UUID.randomUUID().toString();
    LOG.errorf(fault, "Unexpected failure %s of a FHIR request", id);
    return new FhirRequestException(
        FailureKind.UNEXPECTED,
        "The server failed; the request may be sent again. Its log has the cause under "
            + id
            + ".");
  }
}
