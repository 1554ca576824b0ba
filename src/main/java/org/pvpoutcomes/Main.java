package org.pvpoutcomes;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.pvpoutcomes.database.EmbeddedDatabase;

/** Starts the embedded PostgreSQL when no database is configured, then the service. */
@QuarkusMain
public final class Main {

  private Main() {}

  /** Runs until the service is told to stop. */
  public static void main(String[] args) {
    EmbeddedDatabase.startUnlessConfigured();
    Quarkus.run(args);
  }
}
