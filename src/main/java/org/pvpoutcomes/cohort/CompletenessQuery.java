package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.Session;
import org.pvpoutcomes.cohort.CompletenessCounts.UnusedCount;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Protocol;

/** Who is in a study, and which values are missing for which reason. */
final class CompletenessQuery {

  private static final String INCLUSION =
      "SELECT inclusion, count(*) FROM member WHERE study = :study GROUP BY inclusion";

  private static final String MISSING =
      """
      SELECT measure, time_point, m.missing[measure][time_point] AS reason, count(*)
      FROM member m
      CROSS JOIN generate_series(1, :measures) AS measure
      CROSS JOIN generate_series(1, :timePoints) AS time_point
      WHERE m.study = :study AND m.inclusion = 'included'
      GROUP BY measure, time_point, reason
      """;

  private static final String UNUSED =
      """
      SELECT reason, count(*), count(DISTINCT m.patient)
      FROM member m
      CROSS JOIN unnest(m.unused) AS reason
      WHERE m.study = :study
      GROUP BY reason
      """;

  private final Session session;
  private final Protocol protocol;
  private final Dataset dataset;

  CompletenessQuery(Session session, Dataset dataset) {
    this.session = session;
    this.protocol = dataset.protocol();
    this.dataset = dataset;
  }

  CompletenessCounts run() {
    TreeMap<Inclusion, Long> inclusion = new TreeMap<>();
    session
        .createNativeQuery(INCLUSION, Tuple.class)
        .setParameter("study", dataset.key())
        .getResultStream()
        .forEach(
            row ->
                inclusion.put(
                    Codes.constant(Inclusion.class, row.get(0, String.class)),
                    row.get(1, Number.class).longValue()));
    return new CompletenessCounts(
        new Frequencies<>(inclusion, 0),
        unused(),
        dataset.frozen() == null
            ? new PendingQuery(session, dataset.key()).run()
            : dataset.frozen().pending(),
        cells(),
        new EligibilityQuery(session, dataset).run());
  }

  private Map<UnusedReason, UnusedCount> unused() {
    Map<UnusedReason, UnusedCount> unused = new EnumMap<>(UnusedReason.class);
    session
        .createNativeQuery(UNUSED, Tuple.class)
        .setParameter("study", dataset.key())
        .getResultStream()
        .forEach(
            row ->
                unused.put(
                    Codes.constant(UnusedReason.class, row.get(0, String.class)),
                    new UnusedCount(
                        row.get(1, Number.class).longValue(),
                        row.get(2, Number.class).longValue())));
    return unused;
  }

  private List<CompletenessCounts.Cell> cells() {
    int timePoints = protocol.timePoints().size();
    int count = protocol.measures().size() * timePoints;
    long[] available = new long[count];
    List<TreeMap<MissingReason, Long>> missing = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      missing.add(new TreeMap<>());
    }
    session
        .createNativeQuery(MISSING, Tuple.class)
        .setParameter("study", dataset.key())
        .setParameter("measures", protocol.measures().size())
        .setParameter("timePoints", timePoints)
        .getResultStream()
        .forEach(
            row -> {
              int cell =
                  (row.get(0, Integer.class) - 1) * timePoints + row.get(1, Integer.class) - 1;
              String reason = row.get(2, String.class);
              long patients = row.get(3, Number.class).longValue();
              if (reason == null) {
                available[cell] = patients;
              } else {
                missing.get(cell).put(Codes.constant(MissingReason.class, reason), patients);
              }
            });
    List<CompletenessCounts.Cell> cells = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      for (Protocol.TimePoint timePoint : protocol.timePoints()) {
        int i = cells.size();
        cells.add(
            new CompletenessCounts.Cell(
                measure, timePoint.id(), available[i], new Frequencies<>(missing.get(i), 0)));
      }
    }
    return cells;
  }
}
