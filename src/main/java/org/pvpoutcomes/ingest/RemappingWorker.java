package org.pvpoutcomes.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works off the remapping jobs in the background, one page after the other, as long as the service
 * runs. Looks for work when a transaction here has queued some, and from time to time, because
 * another instance may have queued it or left it unfinished.
 */
@ApplicationScoped
class RemappingWorker {

  private static final Logger LOG = Logger.getLogger(RemappingWorker.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration LAST_PAGE = Duration.ofSeconds(10);

  private final RemappingStep step;
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean stopping;
  private @Nullable Thread thread;

  RemappingWorker(RemappingStep step) {
    this.step = step;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofPlatform().name("remapping").daemon().start(this::work);
  }

  /** Lets the page that is being done end, and begins no other. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    wake.release();
    if (thread != null && !thread.join(LAST_PAGE)) {
      LOG.warn("The service stops before a page of remapping is done; it is done again later");
    }
  }

  void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) RemappingJobs.Queued event) {
    wake.release();
  }

  private void work() {
    boolean failing = false;
    while (!stopping) {
      boolean worked = false;
      try {
        worked = step.next();
        failing = false;
      } catch (RuntimeException | Error e) {
        // An Error as well: a page too large for the memory must not end the thread for good. Said
        // once: what keeps failing, such as a database that is away, would fill the log.
        if (!failing && !stopping) {
          LOG.errorf(e, "A page of remapping failed; it is tried again every %s", PAUSE);
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
