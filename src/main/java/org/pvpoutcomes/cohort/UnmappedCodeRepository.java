package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Counts the codes of the current resource versions that the vocabulary does not decide on. */
@ApplicationScoped
public class UnmappedCodeRepository {

  private final Snapshot snapshot;
  private final Session session;

  UnmappedCodeRepository(Snapshot snapshot, Session session) {
    this.snapshot = snapshot;
    this.session = session;
  }

  /**
   * The next codes, those of most resources first, then in order of system and code.
   *
   * @param system only codes of this system; null for all
   * @param after where the page before ended; null for the first page
   * @param limit at most so many; 0 for the totals only
   */
  public UnmappedCount.Page page(
      @Nullable String system, UnmappedCount.@Nullable Position after, int limit) {
    return snapshot.of(() -> new UnmappedCodeQuery(session, system, null).page(after, limit));
  }

  /** The count of one code; one of 0 resources when none has it. */
  public UnmappedCount of(String system, String code) {
    return snapshot.of(
        () ->
            new UnmappedCodeQuery(session, system, code)
                .page(null, 1).counts().stream()
                    .findFirst()
                    .orElse(new UnmappedCount(system, code, 0, List.of())));
  }
}
