package org.pvpoutcomes.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts an embedded PostgreSQL when no database is configured, and tells the application where it
 * is.
 *
 * <p>The data directory is {@code PVP_DATA_DIRECTORY} (or {@code -Dpvp.data-directory}), by default
 * {@code data} below the working directory. fsync and synchronous_commit stay on: an acknowledged
 * write survives a crash of the machine.
 */
public final class EmbeddedDatabase {

  private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

  private static final String URL_PROPERTY = "quarkus.datasource.jdbc.url";
  private static final String URL_VARIABLE = "QUARKUS_DATASOURCE_JDBC_URL";
  private static final String DIRECTORY_PROPERTY = "pvp.data-directory";
  private static final String DIRECTORY_VARIABLE = "PVP_DATA_DIRECTORY";
  private static final Duration STARTUP_WAIT = Duration.ofSeconds(90);

  /** Keeps the lock on the data directory until the process ends, however it ends. */
  private static @Nullable FileLock directoryLock;

  private EmbeddedDatabase() {}

  /**
   * Starts PostgreSQL and sets {@value #URL_PROPERTY}, unless that property or the environment
   * variable {@value #URL_VARIABLE} names a database already (as it does when dev mode reloads).
   *
   * @throws IllegalStateException when the data directory is in use by another running service, or
   *     PostgreSQL does not start
   */
  public static void startUnlessConfigured() {
    String variable = System.getenv(URL_VARIABLE);
    if (System.getProperty(URL_PROPERTY) != null || (variable != null && !variable.isBlank())) {
      return;
    }
    Path directory = dataDirectory();
    LOG.infof("No database is configured: using the embedded PostgreSQL, data in %s", directory);
    try {
      System.setProperty(URL_PROPERTY, start(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The embedded PostgreSQL did not start on "
              + directory
              + ". Its log is above. Set "
              + URL_VARIABLE
              + " to use a PostgreSQL of your own.",
          e);
    }
  }

  /**
   * Starts PostgreSQL on {@code directory}, which is created when absent, and returns its JDBC URL.
   * A PostgreSQL that a killed service left running there is stopped first.
   */
  public static String start(Path directory) throws IOException {
    Files.createDirectories(directory);
    lock(directory);
    Path data = directory.resolve("postgresql");
    LeftoverPostgres.stop(data);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_wal_size", "2GB")
            // Its log becomes ours, and the details of an error quote the row, which is a
            // patient's.
            .setServerConfig("log_error_verbosity", "terse")
            .setServerConfig("log_min_error_statement", "panic")
            .setPGStartupWait(STARTUP_WAIT)
            .start();
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres?user=postgres";
  }

  private static Path dataDirectory() {
    String configured = System.getProperty(DIRECTORY_PROPERTY, System.getenv(DIRECTORY_VARIABLE));
    return Path.of(configured == null || configured.isBlank() ? "data" : configured)
        .toAbsolutePath()
        .normalize();
  }

  /**
   * Two services on one data directory would destroy it; the operating system gives the lock back
   * even when the service is killed.
   */
  private static void lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("service.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      directoryLock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      throw new IllegalStateException(inUse(directory), e);
    }
    if (directoryLock == null) {
      channel.close();
      throw new IllegalStateException(inUse(directory));
    }
  }

  private static String inUse(Path directory) {
    return "Another running service uses the data directory "
        + directory
        + ". Stop it, or set "
        + DIRECTORY_VARIABLE
        + " to another directory.";
  }
}
