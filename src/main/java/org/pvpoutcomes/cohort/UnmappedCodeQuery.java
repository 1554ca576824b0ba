package org.pvpoutcomes.cohort;

import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.UnmappedCount.AtElement;
import org.pvpoutcomes.cohort.UnmappedCount.Page;
import org.pvpoutcomes.cohort.UnmappedCount.Position;

/** Which codes are not decided on, at which elements, in how many resources. */
final class UnmappedCodeQuery {

  /** One row per resource, element and code. An empty parameter array asks for everything. */
  private static final String SEEN =
      """
      WITH seen AS (
        SELECT f.type, f.id, u.element, u.system COLLATE "C" AS system, u.code COLLATE "C" AS code
        FROM resource_facts f
        CROSS JOIN LATERAL unnest(f.unmapped_elements, f.unmapped_systems, f.unmapped_codes)
          AS u (element, system, code)
        WHERE f.unmapped_codes <> '{}'
          AND (CAST(:system AS text) IS NULL OR u.system = :system)
          AND (CAST(:code AS text) IS NULL OR u.code = :code))
      """;

  private static final String TOTALS =
      SEEN + "SELECT count(DISTINCT (system, code)), count(DISTINCT (type, id)) FROM seen";

  private static final String PAGE =
      SEEN
          + """
          SELECT system, code, count(DISTINCT (type, id)) AS resources FROM seen
          GROUP BY system, code
          HAVING CAST(:count AS bigint) IS NULL
            OR count(DISTINCT (type, id)) < :count
            OR count(DISTINCT (type, id)) = :count AND (system, code) > (:afterSystem, :afterCode)
          ORDER BY resources DESC, system, code LIMIT :limit
          """;

  private static final String ELEMENTS =
      SEEN
          + """
          SELECT system, code, element, count(*) AS resources FROM seen
          JOIN unnest(CAST(:systems AS text[]), CAST(:codes AS text[])) AS wanted (system, code)
            USING (system, code)
          GROUP BY system, code, element ORDER BY resources DESC, element COLLATE "C"
          """;

  private final Session session;
  private final @Nullable String system;
  private final @Nullable String code;

  private record Key(String system, String code) {}

  /** Asks for the codes of one system, or one code; null for all. */
  UnmappedCodeQuery(Session session, @Nullable String system, @Nullable String code) {
    this.session = session;
    this.system = system;
    this.code = code;
  }

  Page page(@Nullable Position after, int limit) {
    Tuple totals = query(TOTALS).getSingleResult();
    List<Tuple> rows =
        limit == 0
            ? List.of()
            : query(PAGE)
                .setParameter("count", after == null ? null : after.resources(), Long.class)
                .setParameter("afterSystem", after == null ? "" : after.system())
                .setParameter("afterCode", after == null ? "" : after.code())
                .setParameter("limit", limit)
                .getResultList();
    Map<Key, List<AtElement>> elements = rows.isEmpty() ? Map.of() : elements(rows);
    return new Page(
        number(totals, 0),
        number(totals, 1),
        rows.stream()
            .map(
                row ->
                    new UnmappedCount(
                        key(row).system(),
                        key(row).code(),
                        number(row, 2),
                        elements.getOrDefault(key(row), List.of())))
            .toList());
  }

  private Map<Key, List<AtElement>> elements(List<Tuple> codes) {
    Map<Key, List<AtElement>> elements = new HashMap<>();
    query(ELEMENTS)
        .setParameter("systems", codes.stream().map(r -> key(r).system()).toArray(String[]::new))
        .setParameter("codes", codes.stream().map(r -> key(r).code()).toArray(String[]::new))
        .getResultStream()
        .forEach(
            row ->
                elements
                    .computeIfAbsent(key(row), key -> new ArrayList<>())
                    .add(new AtElement(row.get(2, String.class), number(row, 3))));
    return elements;
  }

  private NativeQuery<Tuple> query(String sql) {
    return session
        .createNativeQuery(sql, Tuple.class)
        .setParameter("system", system, String.class)
        .setParameter("code", code, String.class);
  }

  private static Key key(Tuple row) {
    return new Key(row.get(0, String.class), row.get(1, String.class));
  }

  private static long number(Tuple row, int column) {
    return row.get(column, Number.class).longValue();
  }
}
