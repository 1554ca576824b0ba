package org.pvpoutcomes.cohort;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Member;

/** The members of the studies, one by one. Counts over all of them: {@link CohortRepository}. */
@ApplicationScoped
public class MemberRepository implements PanacheRepositoryBase<MemberEntity, MemberEntity.Key> {

  private static final String REMOVE =
      "DELETE FROM member WHERE study = :study AND patient = ANY (CAST(:patients AS text[]))";

  /**
   * Puts these members in the place of what is stored for their patients, in the current
   * transaction. A member that is stored like this already is not written. The caller holds a lock
   * on each patient.
   *
   * @param members at most one per patient
   * @return how many were written
   */
  public int replace(String study, Collection<Member> members) {
    if (members.isEmpty()) {
      return 0;
    }
    return session()
        .doReturningWork(connection -> MemberWriter.replace(connection, study, members));
  }

  /**
   * As {@link #replace(String, Collection)}, for several datasets in the round trips of one.
   *
   * @param changes of the list of datasets that the caller derived for; see {@link
   *     StudyProtocols#derived}
   * @param members by the key of their dataset, of which every one that is derived is there
   * @param gone patients who leave all of them
   * @return false, and nothing done, when the list has changed
   */
  public boolean replace(long changes, Map<String, List<Member>> members, Collection<String> gone) {
    return session()
        .doReturningWork(connection -> MemberWriter.replace(connection, changes, members, gone));
  }

  /** Removes the patients from the study: nothing in the record speaks of them any more. */
  public void remove(String study, Collection<String> patients) {
    if (!patients.isEmpty()) {
      session()
          .createNativeMutationQuery(REMOVE)
          .setParameter("study", study)
          .setParameter("patients", patients.toArray(String[]::new))
          .executeUpdate();
    }
  }

  /** The member of the study that is this patient ({@code Patient/123}). */
  public Optional<Member> find(String study, String patient) {
    return findByIdOptional(new MemberEntity.Key(study, patient))
        .map(row -> MemberJson.read(row.detail));
  }

  /**
   * One page of the members that the filter selects, ordered by the reference of the patient, byte
   * by byte.
   *
   * @param after the page begins behind this reference; null for the first page
   * @param limit most members to return, at least 1
   */
  public List<Member> page(MemberFilter filter, @Nullable String after, int limit) {
    NativeQuery<String> query =
        session()
            .createNativeQuery(
                "SELECT m.detail FROM member m WHERE "
                    + filter.sql()
                    + (after == null ? "" : " AND m.patient > :after")
                    + " ORDER BY m.patient LIMIT :limit",
                String.class)
            .setParameter("limit", limit);
    filter.parameters().forEach(query::setParameter);
    if (after != null) {
      query.setParameter("after", after);
    }
    return query.getResultList().stream().map(MemberJson::read).toList();
  }

  private Session session() {
    return getEntityManager().unwrap(Session.class);
  }
}
