package org.pvpoutcomes.record;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import org.hibernate.Session;

/**
 * Up to when nothing can be added to the record any more, so that the past can be read exactly:
 * every version that is dated up to then is committed, and every later write is dated after it.
 *
 * <p>That rests on the lock that every write shares from before it takes its date to its end
 * ({@link WriteLocks#beside}). Whoever closes the past holds it alone for an instant: no write is
 * between its date and its commit. Those that come later read {@link #end} under the lock, and date
 * their versions after it ({@link #dateOfNext}) even where the clock of their machine is behind.
 */
@ApplicationScoped
public class ClosedPast {

  /** The lock of {@link WriteLocks#alone}, held by the connection until it is given back. */
  private static final String STOP_WRITES = "SELECT pg_advisory_lock(1, 0)";

  private static final String LET_WRITES_GO_ON = "SELECT pg_advisory_unlock(1, 0)";

  private static final String END = "SELECT until FROM closed_past";

  /** A version whose machine's clock was ahead may be dated in what is the future here. */
  private static final String CLOSE_ALL =
      """
      UPDATE closed_past SET until = greatest(
        until, ?, (SELECT max(last_updated) FROM resource_version))
      RETURNING until
      """;

  private static final String CLOSE =
      "UPDATE closed_past SET until = greatest(until, ?) RETURNING until";

  private final Session session;
  private final AgroalDataSource database;

  ClosedPast(Session session, AgroalDataSource database) {
    this.session = session;
    this.database = database;
  }

  /** The last closed moment. A write that holds its lock sees it as it stays until it ends. */
  public Instant end() {
    return session.doReturningWork(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(END)) {
            return moment(select);
          }
        });
  }

  /** The date of a version that is written now: {@code now}, unless that is closed. */
  public Instant dateOfNext(Instant now) {
    Instant end = end();
    return now.isAfter(end) ? now : end.plusMillis(1);
  }

  /** Closes the past up to {@code moment}, waiting for the writes that run. */
  public void close(Instant moment) {
    stopped(CLOSE, moment).close();
  }

  /**
   * Stops all writes, waiting for those that run, and closes the past up to {@code now} and to the
   * last version that there is. They go on when the result is closed, which must be soon. The call
   * takes a connection of its own: a caller that will need one has it already, because those who
   * wait for the lock may have taken all others.
   */
  public StillRecord still(Instant now) {
    return stopped(CLOSE_ALL, now);
  }

  /** The record while nobody writes. */
  public static final class StillRecord implements AutoCloseable {
    private final Connection connection;
    private final Instant moment;

    private StillRecord(Connection connection, Instant moment) {
      this.connection = connection;
      this.moment = moment;
    }

    /** Up to when the past is closed: all that is committed is dated up to then. */
    public Instant moment() {
      return moment;
    }

    /** Lets writes go on. */
    @Override
    public void close() {
      outsideTransactions(
          () -> {
            goOn(connection);
            return connection;
          });
    }
  }

  private StillRecord stopped(String sql, Instant moment) {
    return outsideTransactions(
        () -> {
          Connection connection = database.getConnection();
          try {
            execute(connection, STOP_WRITES);
            try (PreparedStatement update = connection.prepareStatement(sql)) {
              update.setObject(1, moment.atOffset(ZoneOffset.UTC));
              return new StillRecord(connection, moment(update));
            }
          } catch (SQLException e) {
            goOn(connection);
            throw e;
          }
        });
  }

  /** The pool refuses a connection from outside a transaction to one that runs inside. */
  private static <T> T outsideTransactions(Callable<T> work) {
    return QuarkusTransaction.suspendingExisting().call(work);
  }

  private static void goOn(Connection connection) throws SQLException {
    try {
      execute(connection, LET_WRITES_GO_ON);
    } finally {
      connection.close();
    }
  }

  private static Instant moment(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
