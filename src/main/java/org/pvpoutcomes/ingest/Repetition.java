package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Status;
import java.util.function.Supplier;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;

/**
 * Transactions that begin again when another one has overtaken a condition of theirs. Only from the
 * beginning can the locks on what it matches now be taken in their order.
 */
public final class Repetition {

  /** Each repetition needs another request that comes into the same few milliseconds. */
  private static final int MOST_ATTEMPTS = 4;

  private Repetition() {}

  /**
   * Carries out {@code work} in a transaction that is committed when the call returns. Inside a
   * transaction of the caller it is carried out there and once: the caller repeats its own.
   *
   * @param work may run several times, each time as if it had not run before
   * @throws WriteRefusedException if it is refused, or overtaken each time
   */
  public static <T> T of(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.joiningExisting().call(work::get);
      } catch (WriteRefusedException e) {
        if (e.reason() != Reason.OVERTAKEN
            || attempt == MOST_ATTEMPTS
            || QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION) {
          throw e;
        }
      }
    }
  }
}
