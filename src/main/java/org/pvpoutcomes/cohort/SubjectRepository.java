package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.Session;
import org.pvpoutcomes.study.PatientIdentifier;

/**
 * Who is meant by the identifiers that stand in the place of a subject. The identifiers that the
 * current Patients carry are read where the record keeps them ({@code resource_identifier}).
 */
@ApplicationScoped
public class SubjectRepository {

  /**
   * One look into the index per identifier, whatever the statistics say ({@code OFFSET 0} keeps the
   * planner from another join): a plan that was kept from when the table was small would read all
   * of it.
   */
  private static final String NAMED =
      """
      WITH wanted AS (
        SELECT * FROM unnest(CAST(? AS text[]), CAST(? AS text[])) AS w (system, value))
      SELECT 'Patient/' || i.id
      FROM wanted CROSS JOIN LATERAL (
        SELECT r.id FROM resource_identifier r
        WHERE r.type = 'Patient' AND r.system = wanted.system AND r.value = wanted.value
        OFFSET 0) i
      UNION ALL
      SELECT NULL WHERE EXISTS (
        SELECT FROM wanted CROSS JOIN LATERAL (
          SELECT FROM resource_facts r
          WHERE r.subject_system = wanted.system AND r.subject_value = wanted.value
          OFFSET 0) f)
      """;

  private final EntityManager entities;

  SubjectRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Who and what stands behind some identifiers.
   *
   * @param carriers literal references of all Patients that carry one of them
   * @param haveSubjects whether a resource names its patient by one of them
   */
  public record Named(Set<String> carriers, boolean haveSubjects) {

    /** Nobody and nothing. */
    public static final Named NOBODY = new Named(Set.of(), false);

    /** Copies the set. */
    public Named {
      carriers = Set.copyOf(carriers);
    }
  }

  /** Looks the identifiers up, in one round trip. */
  public Named named(Collection<PatientIdentifier> identifiers) {
    if (identifiers.isEmpty()) {
      return Named.NOBODY;
    }
    Session session = entities.unwrap(Session.class);
    session.flush();
    return session.doReturningWork(connection -> named(connection, identifiers));
  }

  private static Named named(Connection connection, Collection<PatientIdentifier> identifiers)
      throws SQLException {
    Set<String> carriers = new HashSet<>();
    boolean haveSubjects = false;
    try (PreparedStatement select = connection.prepareStatement(NAMED)) {
      select.setArray(
          1, connection.createArrayOf("text", column(identifiers, PatientIdentifier::system)));
      select.setArray(
          2, connection.createArrayOf("text", column(identifiers, PatientIdentifier::value)));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          String carrier = rows.getString(1);
          if (carrier == null) {
            haveSubjects = true;
          } else {
            carriers.add(carrier);
          }
        }
      }
    }
    return new Named(carriers, haveSubjects);
  }

  private static Object[] column(
      Collection<PatientIdentifier> identifiers, Function<PatientIdentifier, String> part) {
    return identifiers.stream().map(part).toArray();
  }
}
