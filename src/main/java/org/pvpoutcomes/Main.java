package org.pvpoutcomes;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.pvpoutcomes.database.EmbeddedDatabase;

/** Starts the embedded PostgreSQL when no database is configured, then the service. */
@QuarkusMain
public final class Main {

  /** Package-private: the class is a bean, and CDI advises against private members of those. */
  Main() {}

  /** Runs until the service is told to stop. */
  public static void main(String[] args) {
    // Quarkus would answer a URL that java.net.URI does not know, such as one with a bar, with an
    // empty 400. It reads this when its HTTP server is loaded; org.pvpoutcomes.fhir.UrlFilter looks
    // at URLs instead.
    System.setProperty("vertx.disableURIValidation", "true");
    EmbeddedDatabase.startUnlessConfigured();
    Quarkus.run(args);
  }
}
