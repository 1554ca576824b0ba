package org.pvpoutcomes.problem;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps queries out of the log: the values of a search are data of patients. Of what Quarkus logs,
 * only the report of a request that failed before, or behind, this service's own handling of
 * failures has the URL.
 */
@ApplicationScoped
class LoggedUrls {

  /** Held here as well: a logger that nobody holds may be forgotten, with its filter. */
  private static final Logger FAILURES =
      Logger.getLogger("io.quarkus.vertx.http.runtime.QuarkusErrorHandler");

  void begin(@Observes StartupEvent start) {
    FAILURES.setFilter(LoggedUrls::withoutQuery);
  }

  /** Cuts URLs among the parameters of a message behind their question mark; logs it anyway. */
  static boolean withoutQuery(LogRecord message) {
    Object[] parameters = message.getParameters();
    if (parameters != null) {
      message.setParameters(Arrays.stream(parameters).map(LoggedUrls::cut).toArray());
    }
    return true;
  }

  private static @Nullable Object cut(@Nullable Object parameter) {
    return parameter instanceof String text && text.indexOf('?') >= 0
        ? text.substring(0, text.indexOf('?') + 1)
        : parameter;
  }
}
