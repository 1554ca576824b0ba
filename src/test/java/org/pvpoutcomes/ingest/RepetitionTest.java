package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.transaction.Status;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RepetitionTest {

  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void what_was_overtaken_twice_succeeds_in_a_third_transaction() {
    assertThat(
            Repetition.of(
                () -> {
                  assertThat(QuarkusTransaction.getStatus()).isEqualTo(Status.STATUS_ACTIVE);
                  return attempts.get() < 2 ? refuse(Reason.OVERTAKEN) : "stored";
                }))
        .isEqualTo("stored");
    assertThat(attempts).hasValue(2);
    assertThat(QuarkusTransaction.getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
  }

  @Test
  void what_is_overtaken_each_time_is_refused_in_the_end() {
    assertThatThrownBy(() -> Repetition.of(() -> refuse(Reason.OVERTAKEN)))
        .isInstanceOf(WriteRefusedException.class)
        .hasMessage("synthetic");
    assertThat(attempts).hasValue(4);
  }

  @Test
  void what_is_refused_for_another_reason_is_not_tried_again() {
    assertThatThrownBy(() -> Repetition.of(() -> refuse(Reason.VERSION_CONFLICT)))
        .isInstanceOf(WriteRefusedException.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void a_transaction_of_the_caller_is_repeated_as_a_whole() {
    AtomicInteger outer = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Repetition.of(
                    () -> {
                      outer.incrementAndGet();
                      return Repetition.of(() -> refuse(Reason.OVERTAKEN));
                    }))
        .isInstanceOf(WriteRefusedException.class);
    assertThat(outer).hasValue(4);
    assertThat(attempts).hasValue(4);
  }

  private Object refuse(Reason reason) {
    attempts.incrementAndGet();
    throw new WriteRefusedException(reason, 0, "Patient", "synthetic");
  }
}
