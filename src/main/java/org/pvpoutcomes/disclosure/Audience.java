package org.pvpoutcomes.disclosure;

import jakarta.enterprise.context.ApplicationScoped;

/** For whom an answer is made. */
@ApplicationScoped
class Audience {

  private final DisclosureConfig config;

  Audience(DisclosureConfig config) {
    this.config = config;
  }

  /** Whether answers go out as they are. */
  boolean hasFullAccess() {
    return config.fullAccess();
  }
}
