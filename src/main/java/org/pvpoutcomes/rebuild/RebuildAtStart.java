package org.pvpoutcomes.rebuild;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.pvpoutcomes.ingest.Rebuild;

/** Asks for a rebuild at start, if it is configured. */
@ApplicationScoped
class RebuildAtStart {

  private final RebuildConfig config;
  private final Rebuild rebuild;

  RebuildAtStart(RebuildConfig config, Rebuild rebuild) {
    this.config = config;
    this.rebuild = rebuild;
  }

  void onStart(@Observes StartupEvent event) {
    if (config.atStart()) {
      rebuild.start();
    }
  }
}
