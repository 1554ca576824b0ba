package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.Optional;
import org.hibernate.Session;

/** When the index sessions of a study were. */
@ApplicationScoped
public class IndexSessions {

  private static final String SPAN =
      """
      SELECT min(index_date), max(index_date) FROM member
      WHERE study = :study AND inclusion = 'included'
      """;

  private final Session session;

  IndexSessions(Session session) {
    this.session = session;
  }

  /**
   * From the first to the last index session.
   *
   * @param first not after {@code last}
   */
  public record Span(LocalDate first, LocalDate last) {}

  /** Of the included patients; empty when there are none. */
  public Optional<Span> span(Dataset dataset) {
    Tuple row =
        session
            .createNativeQuery(SPAN, Tuple.class)
            .setParameter("study", dataset.key())
            .getSingleResult();
    LocalDate first = row.get(0, LocalDate.class);
    LocalDate last = row.get(1, LocalDate.class);
    return first == null || last == null ? Optional.empty() : Optional.of(new Span(first, last));
  }
}
