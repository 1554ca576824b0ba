package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.pvpoutcomes.cohort.StudyVersion.State;
import org.pvpoutcomes.study.Coded;

/** The studies that were added to the service, their versions, and the work on them. */
@ApplicationScoped
public class StudyVersionRepository {

  private static final String COLUMNS =
      "v.study, v.version, v.format, v.document, v.created, v.state, v.total, v.derived,"
          + " v.last_patient, v.started, v.replaced";

  private static final String DERIVED =
      """
      SELECT c.changes, %s
      FROM study_state c
      LEFT JOIN (study_version v JOIN study s ON s.id = v.study)
        ON v.state IN ('queued', 'deriving', 'derived', 'active')
      ORDER BY s.number, v.version
      """
          .formatted(COLUMNS);

  private static final String VERSIONS =
      "SELECT %s FROM study_version v WHERE v.study = :study ORDER BY v.version".formatted(COLUMNS);

  /** The state is asked for again on the row as locked. */
  private static final String TAKE =
      """
      SELECT %s FROM study_version v
      WHERE v.state IN (:states) AND (v.study, v.version) = (
        SELECT study, version FROM study_version WHERE state IN (:states)
        ORDER BY created, study, version LIMIT 1)
      FOR UPDATE SKIP LOCKED
      """
          .formatted(COLUMNS);

  private static final String COUNT_PATIENTS =
      "SELECT count(DISTINCT patient) FROM resource_facts WHERE facts <> '[]'";

  /** The parts of a member go with it. */
  private static final String REMOVE_MEMBERS =
      """
      DELETE FROM member WHERE study = :key AND patient IN (
        SELECT patient FROM member WHERE study = :key ORDER BY patient LIMIT :limit)
      """;

  private final EntityManager entities;

  StudyVersionRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * The versions that writes derive.
   *
   * @param changes how often their list has changed
   */
  record Listed(long changes, List<StudyVersion> versions) {}

  /** How often the list of versions that writes derive has changed. */
  long changes() {
    return session()
        .createNativeQuery("SELECT changes FROM study_state", Long.class)
        .getSingleResult();
  }

  /** The versions that writes derive, in the order in which studies are shown. */
  Listed derived() {
    List<StudyVersion> versions = new ArrayList<>();
    long changes = 0;
    for (Object[] row : session().createNativeQuery(DERIVED, Object[].class).getResultList()) {
      changes = (Long) row[0];
      if (row[1] != null) {
        versions.add(version(row, 1));
      }
    }
    return new Listed(changes, versions);
  }

  /** Makes every instance read the list again, once this transaction has committed. */
  public void listChanged() {
    execute("UPDATE study_state SET changes = changes + 1");
  }

  /** All versions of a study, in order; none for a study that was not added. */
  public List<StudyVersion> versions(String study) {
    return session()
        .createNativeQuery(VERSIONS, Object[].class)
        .setParameter("study", study)
        .getResultList()
        .stream()
        .map(row -> version(row, 0))
        .toList();
  }

  /** Adds a study without any version. */
  public void addStudy(String study) {
    execute("INSERT INTO study (id) VALUES (:study)", "study", study);
  }

  /** Adds a version that is to be derived. */
  public void add(String study, int version, ProtocolFormat format, String document, Instant now) {
    execute(
        "INSERT INTO study_version (study, version, format, document, created, state)"
            + " VALUES (:study, :version, :format, :document, :now, 'queued')",
        "study",
        study,
        "version",
        version,
        "format",
        format.mediaType(),
        "document",
        document,
        "now",
        now);
  }

  /**
   * The first version in one of these states, locked until the transaction ends; empty when there
   * is none, or another worker is at it.
   */
  public Optional<StudyVersion> take(State... states) {
    return session()
        .createNativeQuery(TAKE, Object[].class)
        .setParameterList("states", List.of(states).stream().map(State::code).toList())
        .getResultList()
        .stream()
        .findFirst()
        .map(row -> version(row, 0));
  }

  /** How many patients have facts. */
  public long countPatients() {
    return session().createNativeQuery(COUNT_PATIENTS, Long.class).getSingleResult();
  }

  /** Notes that the work on a version has begun. */
  public void begun(StudyVersion version, long total, Instant now) {
    update(
        version, "state = 'deriving', total = :total, started = :now", "total", total, "now", now);
  }

  /** Notes that a page of patients is done. */
  public void advanced(StudyVersion version, String lastPatient, int patients) {
    update(
        version,
        "last_patient = :last, derived = derived + :patients",
        "last",
        lastPatient,
        "patients",
        patients);
  }

  /** Gives a version another state. */
  public void change(StudyVersion version, State state) {
    update(version, "state = :state", "state", state.code());
  }

  /** Notes that another version took the place of this one. */
  public void replaced(StudyVersion version, Instant now) {
    update(version, "state = 'replaced', replaced = :now", "now", now);
  }

  /** Removes some members of a version that writes no longer derive; returns how many. */
  public int removeMembers(StudyVersion version, int limit) {
    return execute(REMOVE_MEMBERS, "key", version.key(), "limit", limit);
  }

  private void update(StudyVersion version, String set, Object... parameters) {
    MutationQuery update =
        session()
            .createNativeMutationQuery(
                "UPDATE study_version SET "
                    + set
                    + " WHERE study = :theStudy AND version = :theVersion");
    update.setParameter("theStudy", version.study()).setParameter("theVersion", version.version());
    set(update, parameters).executeUpdate();
  }

  private int execute(String statement, Object... parameters) {
    return set(session().createNativeMutationQuery(statement), parameters).executeUpdate();
  }

  private static MutationQuery set(MutationQuery query, Object... parameters) {
    for (int i = 0; i < parameters.length; i += 2) {
      query.setParameter((String) parameters[i], parameters[i + 1]);
    }
    return query;
  }

  private static StudyVersion version(Object[] row, int first) {
    return new StudyVersion(
        (String) row[first],
        (Integer) row[first + 1],
        ProtocolFormat.of((String) row[first + 2]),
        (String) row[first + 3],
        (Instant) row[first + 4],
        Coded.find(State.class, (String) row[first + 5]).orElseThrow(),
        (Long) row[first + 6],
        (Long) row[first + 7],
        (String) row[first + 8],
        (Instant) row[first + 9],
        (Instant) row[first + 10]);
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
