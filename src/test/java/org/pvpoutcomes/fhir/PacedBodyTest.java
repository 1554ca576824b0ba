package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** How slowly a body may come. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PacedBodyTest {

  private long now;

  /** A sender that gives so many bytes at once, and takes its time for each. */
  private final class Sender extends InputStream {

    private final int atOnce;
    private final long nanos;
    private int left;

    Sender(int atOnce, long nanos, int total) {
      this.atOnce = atOnce;
      this.nanos = nanos;
      this.left = total;
    }

    @Override
    public int read() {
      throw new AssertionError("bodies are read in arrays");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      now += nanos;
      int read = Math.min(left, Math.min(length, atOnce));
      left -= read;
      return read == 0 ? -1 : read;
    }
  }

  private PacedBody body(int atOnce, long nanos, int total) {
    return new PacedBody(new Sender(atOnce, nanos, total), () -> now);
  }

  @Test
  void a_byte_now_and_then_is_refused_after_ten_seconds() {
    PacedBody body = body(1, TimeUnit.SECONDS.toNanos(5), 1000);
    assertThatExceptionOfType(FhirRequestException.class)
        .isThrownBy(() -> body.readNBytes(1000))
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(408));
    assertThat(now).isEqualTo(TimeUnit.SECONDS.toNanos(15));
  }

  @Test
  void a_slow_connection_that_keeps_up_may_take_its_time() throws IOException {
    PacedBody body = body(20_000, TimeUnit.SECONDS.toNanos(2), 1_000_000);
    byte[] bytes = new byte[20_000];
    for (int i = 0; i < 50; i++) {
      assertThat(body.read(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    }
    assertThat(now).isEqualTo(TimeUnit.SECONDS.toNanos(100));
  }

  /** A large body waits for its place in memory, which is not the sender's fault. */
  @Test
  void the_time_between_two_reads_does_not_count() throws IOException {
    PacedBody body = body(100, 1, 200);
    assertThat(body.readNBytes(100)).hasSize(100);
    now += TimeUnit.MINUTES.toNanos(1);
    assertThat(body.readNBytes(100)).hasSize(100);
  }
}
