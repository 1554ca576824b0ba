package org.pvpoutcomes.conformance;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import org.pvpoutcomes.conformance.ValidationConfig.OnWrite;

/** Loads the validator while the service already answers, where it will be needed. */
@ApplicationScoped
class ValidatorWarmUp {

  private final ProfileValidator validator;
  private final ValidationConfig config;

  ValidatorWarmUp(ProfileValidator validator, ValidationConfig config) {
    this.validator = validator;
    this.config = config;
  }

  void onStart(@ObservesAsync HttpServerStart started) {
    if (config.warmUp().orElse(config.onWrite() != OnWrite.OFF)) {
      validator.warmUp();
    }
  }
}
