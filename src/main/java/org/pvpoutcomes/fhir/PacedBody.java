package org.pvpoutcomes.fhir;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A body whose sender has to keep up: a request thread waits for it, and a few hundred senders of a
 * byte now and then would keep all of them. The HTTP layer limits only how long nothing comes.
 */
final class PacedBody extends FilterInputStream {

  /** However slow it begins. */
  private static final long GRACE_SECONDS = 10;

  /** Far below any connection in use; the largest body may take an hour. */
  private static final long BYTES_PER_SECOND = 10_000;

  private final LongSupplier nanoTime;
  private long waited;
  private long received;

  /**
   * Nothing is waited for yet; only the time inside the calls that read counts, not what the
   * request spends between them until there is memory for it.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  PacedBody(InputStream body, LongSupplier nanoTime) {
    super(body);
    this.nanoTime = nanoTime;
  }

  /**
   * One byte.
   *
   * @throws FhirRequestException TOO_SLOW if fewer came until now than should have
   */
  @Override
  public int read() throws IOException {
    long start = nanoTime.getAsLong();
    int read = super.read();
    count(read < 0 ? -1 : 1, start);
    return read;
  }

  /**
   * Some bytes.
   *
   * @throws FhirRequestException TOO_SLOW if fewer came until now than should have
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    long start = nanoTime.getAsLong();
    int read = super.read(bytes, offset, length);
    count(read, start);
    return read;
  }

  private void count(int read, long start) {
    if (read < 0) {
      return;
    }
    received += read;
    waited += nanoTime.getAsLong() - start;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(waited);
    if (seconds > GRACE_SECONDS + received / BYTES_PER_SECOND) {
      throw new FhirRequestException(
          FailureKind.TOO_SLOW,
          "The body comes too slowly, at less than "
              + BYTES_PER_SECOND
              + " bytes a second; send it again, or in smaller Bundles.");
    }
  }
}
