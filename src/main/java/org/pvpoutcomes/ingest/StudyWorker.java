package org.pvpoutcomes.ingest;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/** Derives new versions of studies in the background, one step after the other. */
@ApplicationScoped
class StudyWorker {

  private final BackgroundWork work;

  StudyWorker(StudyStep step) {
    work = new BackgroundWork("deriving-studies", step::next);
  }

  void start(@Observes StartupEvent event) {
    work.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  void added(@Observes(during = TransactionPhase.AFTER_SUCCESS) StudyVersions.Added event) {
    work.wake();
  }
}
