package org.pvpoutcomes.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL that outlived a killed service. It holds the data directory, so that a new one
 * cannot start there.
 */
final class LeftoverPostgres {

  private static final Logger LOG = Logger.getLogger(LeftoverPostgres.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LeftoverPostgres() {}

  /**
   * Stops the server that runs on {@code data}, if there is one. The caller holds the lock on the
   * directory, so no living service uses it.
   *
   * @throws IllegalStateException when it does not stop
   */
  static void stop(Path data) throws IOException {
    Optional<ProcessHandle> leftover = find(data);
    if (leftover.isEmpty()) {
      return;
    }
    ProcessHandle server = leftover.get();
    LOG.infof("Stopping the PostgreSQL (process %d) that a killed service left", server.pid());
    server.destroy();
    if (!ended(server)) {
      // Nothing acknowledged is lost: PostgreSQL recovers from its write-ahead log.
      server.destroyForcibly();
      if (!ended(server)) {
        throw new IllegalStateException(
            "A PostgreSQL (process " + server.pid() + ") still runs on " + data + "; stop it");
      }
    }
  }

  /**
   * The first line of postmaster.pid is the process id, the second the data directory. A number
   * that belongs to another program by now is not a leftover.
   */
  private static Optional<ProcessHandle> find(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").contains("postgres"));
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot wait for process " + process.pid(), e);
    }
  }
}
