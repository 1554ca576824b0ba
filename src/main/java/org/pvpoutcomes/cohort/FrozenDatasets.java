package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Dataset.Frozen;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.TestData;

/** The datasets that do not change any more: cuts, which stay, and replays, which may go. */
@ApplicationScoped
public class FrozenDatasets {

  private static final String ADD =
      """
      INSERT INTO frozen_dataset (key, study, version, format, document, moment, derivation,
        test_data, opioid_factors, patient_not_received, subject_identifier_unknown,
        subject_identifier_ambiguous, digest, columns, last_used)
      VALUES (:key, :study, :version, :format, :document, :moment, :derivation,
        :testData, :factors, :notReceived, :unknown,
        :ambiguous, :digest, CAST(:columns AS text[]), CAST(:lastUsed AS timestamptz))
      """;

  private static final String USE =
      """
      UPDATE frozen_dataset SET last_used = :now
      WHERE key = :key AND last_used IS NOT NULL RETURNING key
      """;

  private static final String FIND =
      """
      SELECT test_data, patient_not_received, subject_identifier_unknown,
        subject_identifier_ambiguous, opioid_factors, study, version, document, format
      FROM frozen_dataset WHERE key = :key
      """;

  private static final String REMOVE_UNUSED =
      """
      WITH surplus AS (
        SELECT key FROM frozen_dataset WHERE last_used IS NOT NULL
        ORDER BY last_used DESC OFFSET :kept),
      gone AS (
        DELETE FROM frozen_dataset d USING surplus s
        WHERE d.key = s.key AND d.last_used < :before RETURNING d.key)
      DELETE FROM member m USING gone g WHERE m.study = g.key
      """;

  private final Session session;
  private final FrozenRows rows;
  private final TraceRepository traces;
  private final TestDataConfig testData;
  private final OmedTable omed;

  FrozenDatasets(
      Session session,
      FrozenRows rows,
      TraceRepository traces,
      TestDataConfig testData,
      OmedTable omed) {
    this.session = session;
    this.rows = rows;
    this.traces = traces;
    this.testData = testData;
    this.omed = omed;
  }

  /**
   * A dataset that is kept.
   *
   * @param version with whose protocol its members were derived
   */
  record Kept(Dataset dataset, Study.Version version) {}

  /** A dataset whose members are about to be stored under the key. */
  public Dataset begin(Protocol protocol, String key) {
    PendingCounts nothing = new PendingCounts(0, 0, 0);
    return new Dataset(
        protocol, key, new Frozen("", "", nothing, testData.testData(), omed.factors()));
  }

  /**
   * Keeps the dataset as it is, whose members are stored under its key, with what they are derived
   * from now.
   *
   * @param version whose protocol the dataset has
   * @param lastUsed of a replay; null for a cut
   */
  public RowsDigest keep(
      Dataset dataset,
      Study.Version version,
      Instant moment,
      String derivation,
      @Nullable Instant lastUsed) {
    trace(dataset);
    RowsDigest digest = rows.digest(dataset);
    PendingCounts pending = new PendingQuery(session, dataset.key()).run();
    session
        .createNativeMutationQuery(ADD)
        .setParameter("key", dataset.key())
        .setParameter("study", dataset.study())
        .setParameter("version", version.number())
        .setParameter("format", version.format().mediaType())
        .setParameter("document", version.document())
        .setParameter("moment", moment)
        .setParameter("derivation", derivation)
        .setParameter("testData", testData.testData().code())
        .setParameter("factors", OmedFactorsJson.write(omed.factors()))
        .setParameter("notReceived", pending.patientNotReceived())
        .setParameter("unknown", pending.subjectIdentifierUnknown())
        .setParameter("ambiguous", pending.subjectIdentifierAmbiguous())
        .setParameter("digest", digest.sha256())
        .setParameter("columns", digest.columns().toArray(String[]::new))
        .setParameter("lastUsed", lastUsed, Instant.class)
        .executeUpdate();
    return digest;
  }

  /** Stores what the members are derived from now. */
  public void trace(Dataset dataset) {
    rows.trace(dataset, traces);
  }

  /**
   * The replay with this key, which is in use from now on.
   *
   * @param value as asked for
   */
  public Optional<Dataset> useReplay(String key, String value, Instant now) {
    boolean there =
        !session
            .createNativeQuery(USE, String.class)
            .setParameter("key", key)
            .setParameter("now", now)
            .getResultList()
            .isEmpty();
    return there ? find(key, "asOf", value).map(Kept::dataset) : Optional.empty();
  }

  /** Removes the replays that were used least recently, but none that was used since then. */
  public void removeUnused(int kept, Instant before) {
    session
        .createNativeMutationQuery(REMOVE_UNUSED)
        .setParameter("kept", kept)
        .setParameter("before", before)
        .executeUpdate();
  }

  /** How many replays there are. */
  public long replays() {
    return session
        .createNativeQuery(
            "SELECT count(*) FROM frozen_dataset WHERE last_used IS NOT NULL", Long.class)
        .getSingleResult();
  }

  /** The dataset with this key. */
  Optional<Kept> find(String key, String parameter, String value) {
    List<Tuple> found =
        session.createNativeQuery(FIND, Tuple.class).setParameter("key", key).getResultList();
    return found.stream().findFirst().map(row -> kept(row, key, parameter, value));
  }

  private static Kept kept(Tuple row, String key, String parameter, String value) {
    Frozen frozen =
        new Frozen(
            parameter,
            value,
            new PendingCounts(
                row.get(1, Long.class), row.get(2, Long.class), row.get(3, Long.class)),
            Coded.find(TestData.class, row.get(0, String.class)).orElseThrow(),
            OmedFactorsJson.read(row.get(4, String.class)));
    Study.Version version =
        Study.Version.read(
            row.get(5, String.class),
            row.get(6, Integer.class),
            row.get(7, String.class),
            ProtocolFormat.of(row.get(8, String.class)));
    return new Kept(new Dataset(version.protocol(), key, frozen), version);
  }
}
