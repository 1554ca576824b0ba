package org.pvpoutcomes.fhir;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;

/** Holds the place of one request among {@link LargeBodies}, to its end, however it ends. */
@RequestScoped
class LargeBody {

  private final LargeBodies all;
  private boolean entered;

  LargeBody(LargeBodies all) {
    this.all = all;
  }

  /** Waits for a place, once it is known that the body of this request is large. */
  void enter() {
    all.enter();
    entered = true;
  }

  @PreDestroy
  void leave() {
    if (entered) {
      all.leave();
    }
  }
}
