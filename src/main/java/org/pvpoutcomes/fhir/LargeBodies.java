package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many requests with a large body be worked on at once that they fit into the heap;
 * the others wait. As a tree, a body takes many times its size, and a few hundred request threads
 * would exhaust any heap.
 */
@ApplicationScoped
class LargeBodies {

  /** A body up to this size, in bytes, is small: an ordinary Bundle of one patient is far below. */
  static final int SMALL = 1 << 20;

  /**
   * What one request may take, in bytes: the tree of {@link JsonReader#MAX_TOKENS} tokens (200
   * MiB), and the default of {@link FhirConfig#maxBodySize} as bytes, as characters and as what is
   * stored.
   */
  private static final long EACH = 384L << 20;

  private static final int MOST_SECONDS = 60;

  private final Semaphore permits =
      new Semaphore(Math.clamp(Runtime.getRuntime().maxMemory() / EACH, 1, 1000), true);

  /**
   * Waits for a place.
   *
   * @throws FhirRequestException BUSY if there is none within a minute
   */
  void enter() {
    try {
      if (permits.tryAcquire(MOST_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new FhirRequestException(
        FailureKind.BUSY,
        "Too many large requests are being worked on; send this one again later, or in smaller"
            + " Bundles.");
  }

  /** Gives the place to the next. */
  void leave() {
    permits.release();
  }
}
