package org.pvpoutcomes.ingest;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does one step of some work after the other, as long as the service runs. Looks for
 * work when it is woken, and from time to time, because another instance may have queued it or left
 * it unfinished.
 */
final class BackgroundWork {

  private static final Logger LOG = Logger.getLogger(BackgroundWork.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_STEP = Duration.ofSeconds(10);

  private final String name;
  private final BooleanSupplier step;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean stopping;
  private @Nullable Thread thread;

  /**
   * Work that has not begun.
   *
   * @param name what the log and the thread call it
   * @param step does the next step; false when there was nothing to do
   */
  BackgroundWork(String name, BooleanSupplier step) {
    this.name = name;
    this.step = step;
  }

  void start() {
    thread = Thread.ofPlatform().name(name).daemon().start(this::work);
  }

  /** Lets the step that is being done end, and begins no other. */
  void stop() throws InterruptedException {
    stopping = true;
    wake.release();
    if (thread != null && !thread.join(LAST_STEP)) {
      LOG.warnf("The service stops before a step of %s is done; it is done again later", name);
    }
  }

  void wake() {
    wake.release();
  }

  private void work() {
    boolean failing = false;
    while (!stopping) {
      boolean worked = false;
      try {
        worked = step.getAsBoolean();
        failing = false;
      } catch (RuntimeException | Error e) {
        // An Error as well: a page too large for the memory must not end the thread for good. Said
        // once: what keeps failing, such as a database that is away, would fill the log.
        if (!failing && !stopping) {
          LOG.errorf(e, "A step of %s failed; it is tried again every %s", name, PAUSE);
        }
        failing = true;
      }
      if (!worked) {
        pause(failing);
      }
    }
  }

  /** Until there may be work; after a failure the whole time, whatever else is queued. */
  private void pause(boolean failing) {
    try {
      if (failing) {
        long end = PAUSE.toMillis();
        for (long waited = 0; waited < end && !stopping; waited += 100) {
          Thread.sleep(100);
        }
      } else if (wake.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      stopping = true;
      Thread.currentThread().interrupt();
    }
  }
}
