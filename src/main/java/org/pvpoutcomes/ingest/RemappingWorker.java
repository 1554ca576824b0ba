package org.pvpoutcomes.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Works off the remapping jobs in the background, one page after the other. */
@ApplicationScoped
class RemappingWorker {

  private final BackgroundWork work;

  RemappingWorker(RemappingStep step) {
    work = new BackgroundWork("remapping", step::next);
  }

  void start(@Observes StartupEvent event) {
    work.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  void queued(@Observes(during = TransactionPhase.AFTER_SUCCESS) RemappingJobs.Queued event) {
    work.wake();
  }
}
