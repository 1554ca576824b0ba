package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.SearchQuery.Match;
import org.pvpoutcomes.record.SearchQuery.SortKey;

/** Finds current resources by what they can be searched by. */
@ApplicationScoped
public class SearchRepository {

  private static final String LATEST =
      """
      CROSS JOIN LATERAL (
        SELECT v.version, v.last_updated, v.content FROM resource_version v
        WHERE v.type = p.type AND v.id = p.id ORDER BY v.version DESC LIMIT 1) v
      """;

  /** Most bytes of the contents of a page, unless the first of them has more. */
  public static final long MOST_OCTETS = 32L << 20;

  private final EntityManager entities;

  SearchRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Some of the matches, in order.
   *
   * @param more whether there are others behind them
   */
  public record Page(List<Match> matches, boolean more) {

    /** Copies the list. */
    public Page {
      matches = List.copyOf(matches);
    }
  }

  /**
   * One page of matches: as many as the query's limit, or fewer, but at least one, if their
   * contents exceed 32 MiB.
   */
  public Page page(SearchQuery query) {
    SearchSql sql = new SearchSql();
    List<String> keys = new ArrayList<>();
    List<Boolean> descending = new ArrayList<>();
    StringJoiner columns = new StringJoiner(", ");
    for (SortKey key : query.sort()) {
      columns.add(value(sql, key) + " AS k" + keys.size());
      keys.add("k" + keys.size());
      descending.add(key.descending());
    }
    columns.add("s.id AS k" + keys.size());
    keys.add("k" + keys.size());
    descending.add(false);
    String found = found(sql, query.criteria());
    List<String> after = query.after();
    String behind = after == null ? "TRUE" : behind(sql, keys, descending, query.sort(), after);
    String order = order(keys, descending);
    return measured(
        sql,
        found,
        "SELECT q.*, "
            + texts(keys, query.sort())
            + " AS keys FROM (SELECT s.type, s.id, "
            + columns
            + " FROM found s) q WHERE "
            + behind,
        order,
        query.limit());
  }

  /**
   * The first of what is selected, as far as its contents fit on a page.
   *
   * @param selected a query on {@code found} for type, id, keys and what the order is by
   */
  private Page measured(SearchSql sql, String found, String selected, String order, int limit) {
    String measured =
        "SELECT p.*, v.version, v.last_updated, v.content, octet_length(v.content) AS own,"
            + " sum(octet_length(v.content)) OVER ("
            + order
            + ") AS octets, count(*) OVER () AS found FROM ("
            + selected
            + order
            + " LIMIT "
            + (limit + 1L)
            + ") p "
            + LATEST;
    List<Object[]> rows =
        sql.bound(
                session()
                    .createNativeQuery(
                        found
                            + "SELECT type, id, version, last_updated, content, keys, found FROM ("
                            + measured
                            + ") r WHERE octets <= "
                            + MOST_OCTETS
                            + " OR octets = own"
                            + order,
                        Object[].class))
            .getResultList();
    List<Match> matches = rows.stream().limit(limit).map(SearchRepository::match).toList();
    return new Page(
        matches, !rows.isEmpty() && ((Number) rows.getFirst()[6]).longValue() > matches.size());
  }

  /** How many resources meet the criteria. */
  public long count(Criteria criteria) {
    SearchSql sql = new SearchSql();
    String found = found(sql, criteria);
    return sql.bound(session().createNativeQuery(found + "SELECT count(*) FROM found", Long.class))
        .getSingleResult();
  }

  /**
   * Ids of the resources that meet each of the criteria, in order; criteria that nothing meets are
   * not in the map. One round trip for each, as conditions that are no identifier are rare.
   *
   * @param most ids for each of the criteria
   */
  public Map<Criteria, List<String>> matches(Collection<Criteria> criteria, int most) {
    Map<Criteria, List<String>> matches = new HashMap<>();
    for (Criteria one : criteria) {
      SearchSql sql = new SearchSql();
      String found = found(sql, one);
      List<String> ids =
          sql.bound(
                  session()
                      .createNativeQuery(
                          found + "SELECT id FROM found ORDER BY id LIMIT " + most, String.class))
              .getResultList();
      if (!ids.isEmpty()) {
        matches.put(one, ids);
      }
    }
    return matches;
  }

  /**
   * One page of the resources that carry any of the tokens, in order of type and id: as many as the
   * limit, or fewer, but at least one, if their contents exceed 32 MiB. Their key is the id.
   *
   * @param types only these; empty for all
   * @param since only those whose current version is not older; null for all
   * @param after the last one of the page before; null for the first page
   */
  public Page carrying(
      Collection<String> tokens,
      Collection<String> types,
      @Nullable Instant since,
      @Nullable ResourceKey after,
      int limit) {
    SearchSql sql = new SearchSql();
    String where = carrying(sql, tokens, types, since);
    if (after != null) {
      where +=
          " AND (s.type, s.id) > ("
              + sql.parameter(after.type())
              + ", "
              + sql.parameter(after.id())
              + ")";
    }
    return measured(
        sql,
        "WITH found AS MATERIALIZED (SELECT s.* FROM resource_search s WHERE " + where + ") ",
        "SELECT type, id, ARRAY[id] AS keys FROM found",
        " ORDER BY type, id",
        limit);
  }

  /** How many resources carry any of the tokens. */
  public long countCarrying(
      Collection<String> tokens, Collection<String> types, @Nullable Instant since) {
    SearchSql sql = new SearchSql();
    String where = carrying(sql, tokens, types, since);
    return sql.bound(
            session()
                .createNativeQuery(
                    "SELECT count(*) FROM resource_search s WHERE " + where, Long.class))
        .getSingleResult();
  }

  private static String carrying(
      SearchSql sql, Collection<String> tokens, Collection<String> types, @Nullable Instant since) {
    return "s.tokens && "
        + sql.texts(tokens)
        + (types.isEmpty() ? "" : " AND s.type = ANY (" + sql.texts(types) + ")")
        + (since == null ? "" : " AND s.last_updated >= " + sql.time(since));
  }

  /**
   * What the criteria find, once and for all, where an index can: left to choose, the planner walks
   * all resources of the type in the order of the page, and looks at each. Where a token is asked
   * for, the type is kept from its index: without statistics, or with a plan made for any token,
   * the planner reads that of all resources of the type as well.
   */
  private static String found(SearchSql sql, Criteria criteria) {
    return "WITH found AS "
        + (SearchSql.isSelective(criteria.all()) ? "MATERIALIZED" : "NOT MATERIALIZED")
        + " (SELECT s.type, s.id, s.last_updated FROM resource_search s WHERE s.type"
        + (SearchSql.isByToken(criteria.all()) ? " || '' = " : " = ")
        + sql.parameter(criteria.type())
        + " AND "
        + sql.where("s", criteria.all())
        + ") ";
  }

  private static String value(SearchSql sql, SortKey key) {
    return switch (key.parameter()) {
      case "_id" -> "s.id";
      case "_lastUpdated" -> "s.last_updated";
      default ->
          "coalesce((SELECT "
              + (key.descending() ? "max(x.ends)" : "min(x.starts)")
              + " FROM search_date x WHERE x.type = s.type AND x.id = s.id AND x.parameter = "
              + sql.parameter(key.parameter())
              + "), "
              // Without a date: last in either order, even behind a period without a beginning.
              + (key.descending() ? "'-infinity'" : "'infinity'")
              + "::timestamptz)";
    };
  }

  /** Behind the last match of the page before, in an order whose keys go either way. */
  private static String behind(
      SearchSql sql,
      List<String> keys,
      List<Boolean> descending,
      List<SortKey> sort,
      List<String> after) {
    StringJoiner any = new StringJoiner(" OR ", "(", ")");
    StringBuilder equal = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      boolean isTime = isTime(sort, i);
      String value =
          isTime
              ? "(CAST(" + sql.parameter(after.get(i)) + " AS timestamp) AT TIME ZONE 'UTC')"
              : sql.parameter(after.get(i));
      any.add(equal + "q." + keys.get(i) + (descending.get(i) ? " < " : " > ") + value);
      equal.append("q.").append(keys.get(i)).append(" = ").append(value).append(" AND ");
    }
    return any.toString();
  }

  private static String order(List<String> keys, List<Boolean> descending) {
    StringJoiner order = new StringJoiner(", ", " ORDER BY ", "");
    for (int i = 0; i < keys.size(); i++) {
      order.add(keys.get(i) + (descending.get(i) ? " DESC" : ""));
    }
    return order.toString();
  }

  /** The keys as texts, times in UTC: how a time is written would else depend on the server's. */
  private static String texts(List<String> keys, List<SortKey> sort) {
    StringJoiner texts = new StringJoiner(", ", "ARRAY[", "]");
    for (int i = 0; i < keys.size(); i++) {
      String utc = isTime(sort, i) ? " AT TIME ZONE 'UTC'" : "";
      texts.add("CAST(q." + keys.get(i) + utc + " AS text)");
    }
    return texts.toString();
  }

  private static boolean isTime(List<SortKey> sort, int index) {
    return index < sort.size() && !sort.get(index).parameter().equals("_id");
  }

  private static Match match(Object[] row) {
    return new Match(
        new StoredVersion(
            (String) row[0], (String) row[1], (Integer) row[2], (Instant) row[3], (String) row[4]),
        List.of((String[]) row[5]));
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
