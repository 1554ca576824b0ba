package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which session is the index session: the first completed one of these kinds that began within the
 * dates, at one of the sites. Sessions before it are not the study's; those after it are, whenever
 * and wherever they were.
 *
 * @param kinds what the session does, at least one
 * @param from the first calendar date, itself allowed; null for no limit
 * @param until the last calendar date, itself allowed; null for no limit
 * @param sites source systems as {@link Member.Session#site} has them; empty for all, and for
 *     sessions that name none
 */
public record IndexProcedure(
    Set<ProcedureKind> kinds,
    @Nullable LocalDate from,
    @Nullable LocalDate until,
    Set<String> sites) {

  /** Copies the sets; refuses no kind, dates that leave no day, and a blank site. */
  public IndexProcedure {
    kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    sites = Collections.unmodifiableSet(new TreeSet<>(sites));
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("the index procedure needs at least one kind");
    }
    if (from != null && until != null && until.isBefore(from)) {
      throw new IllegalArgumentException("until must not be before from");
    }
    if (sites.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("a site must not be blank");
    }
  }

  /** Any session of these kinds. */
  public static IndexProcedure of(Set<ProcedureKind> kinds) {
    return new IndexProcedure(kinds, null, null, Set.of());
  }

  /**
   * Whether a session of one of the kinds can be the index session.
   *
   * @param date the calendar date on which it began, as written
   * @param site the source system that reports it; null where it is not said
   */
  boolean admits(LocalDate date, @Nullable String site) {
    return (from == null || !date.isBefore(from))
        && (until == null || !date.isAfter(until))
        && (sites.isEmpty() || (site != null && sites.contains(site)));
  }
}
