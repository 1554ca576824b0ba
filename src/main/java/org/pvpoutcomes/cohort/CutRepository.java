package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/** The cuts of all studies. They are added and read, never changed. */
@ApplicationScoped
public class CutRepository {

  private static final String ADD =
      """
      INSERT INTO cut (study, name, dataset, reason, who, software_version, patients, resources,
        inputs_digest)
      VALUES (:study, :name, :dataset, :reason, :who, :softwareVersion, :patients, :resources,
        :inputsDigest)
      """;

  private static final String SELECT =
      """
      SELECT c.name, c.reason, c.who, d.moment, c.software_version, d.derivation, c.patients,
        c.resources, c.inputs_digest, d.digest, d.columns, c.dataset
      FROM cut c JOIN frozen_dataset d ON d.key = c.dataset
      WHERE c.study = :study
      """;

  private final Session session;
  private final FrozenDatasets datasets;

  CutRepository(Session session, FrozenDatasets datasets) {
    this.session = session;
    this.datasets = datasets;
  }

  /** Adds a cut whose dataset is kept. */
  public void add(Cut cut) {
    session
        .createNativeMutationQuery(ADD)
        .setParameter("study", cut.dataset().study())
        .setParameter("name", cut.name())
        .setParameter("dataset", cut.dataset().key())
        .setParameter("reason", cut.reason())
        .setParameter("who", cut.who())
        .setParameter("softwareVersion", cut.softwareVersion())
        .setParameter("patients", cut.patients())
        .setParameter("resources", cut.resources())
        .setParameter("inputsDigest", cut.inputsDigest())
        .executeUpdate();
  }

  /** The cut of the study with this name. */
  public Optional<Cut> find(String study, String name) {
    return session
        .createNativeQuery(SELECT + " AND c.name = :name", Tuple.class)
        .setParameter("study", study)
        .setParameter("name", name)
        .getResultStream()
        .findFirst()
        .map(this::cut);
  }

  /** All cuts of the study, the oldest first. */
  public List<Cut> all(String study) {
    return session
        .createNativeQuery(SELECT + " ORDER BY d.moment, c.name", Tuple.class)
        .setParameter("study", study)
        .getResultList()
        .stream()
        .map(this::cut)
        .toList();
  }

  private Cut cut(Tuple row) {
    String name = row.get(0, String.class);
    FrozenDatasets.Kept kept = datasets.find(row.get(11, String.class), "cut", name).orElseThrow();
    return new Cut(
        kept.dataset(),
        kept.version(),
        name,
        row.get(1, String.class),
        row.get(2, String.class),
        row.get(3, Instant.class),
        row.get(4, String.class),
        row.get(5, String.class),
        row.get(6, Long.class),
        row.get(7, Long.class),
        row.get(8, String.class),
        new RowsDigest(row.get(9, String.class), List.of(row.get(10, String[].class))));
  }
}
