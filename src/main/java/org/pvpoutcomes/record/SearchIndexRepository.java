package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.SearchValues.QuantityValue;
import org.pvpoutcomes.record.SearchValues.TextValue;

/** Keeps what the current resources can be found by. */
@ApplicationScoped
public class SearchIndexRepository {

  /**
   * Everything in one round trip. What a statement deletes and what it inserts do not see each
   * other, so that the rows of an earlier version make room for those of the next.
   */
  private static final String REPLACE =
      """
      WITH old AS (SELECT * FROM unnest(?::text[], ?::text[]) AS o (type, id)),
      no_dates AS (DELETE FROM search_date x USING old WHERE x.type = old.type AND x.id = old.id),
      no_quantities AS (
        DELETE FROM search_quantity x USING old WHERE x.type = old.type AND x.id = old.id),
      no_texts AS (DELETE FROM search_text x USING old WHERE x.type = old.type AND x.id = old.id),
      tokens AS (
        INSERT INTO resource_search (type, id, last_updated, tokens)
        SELECT type, id, last_updated, string_to_array(tokens, E'\\x1e')
        FROM unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[])
          AS n (type, id, last_updated, tokens)
        ON CONFLICT (type, id)
          DO UPDATE SET last_updated = excluded.last_updated, tokens = excluded.tokens),
      dates AS (
        INSERT INTO search_date (type, id, parameter, starts, ends)
        SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])),
      quantities AS (
        INSERT INTO search_quantity (type, id, parameter, low, high, system, code, unit)
        SELECT * FROM unnest(
          ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[], ?::text[], ?::text[], ?::text[]))
      INSERT INTO search_text (type, id, parameter, text, folded)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      """;

  private static final String REMOVE =
      """
      WITH old AS (SELECT * FROM unnest(?::text[], ?::text[]) AS o (type, id)),
      no_dates AS (DELETE FROM search_date x USING old WHERE x.type = old.type AND x.id = old.id),
      no_quantities AS (
        DELETE FROM search_quantity x USING old WHERE x.type = old.type AND x.id = old.id),
      no_texts AS (DELETE FROM search_text x USING old WHERE x.type = old.type AND x.id = old.id)
      DELETE FROM resource_search x USING old WHERE x.type = old.type AND x.id = old.id
      """;

  private static final List<String> TABLES =
      List.of("resource_search", "search_date", "search_quantity", "search_text");

  private final EntityManager entities;

  SearchIndexRepository(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * What one resource can be found by from now on.
   *
   * @param isNew whether there are no rows of it yet
   */
  public record Indexed(ResourceKey key, Instant lastUpdated, boolean isNew, SearchValues values) {}

  /** Puts these in the place of what there was, in one round trip. */
  public void replace(Collection<Indexed> resources) {
    if (!resources.isEmpty()) {
      session().doWork(connection -> replace(connection, resources));
    }
  }

  /** Removes resources that are deleted, in one round trip. */
  public void remove(Collection<ResourceKey> keys) {
    if (!keys.isEmpty()) {
      session()
          .doWork(
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
                  Arrays arrays = new Arrays(statement);
                  arrays.add("text", keys, ResourceKey::type);
                  arrays.add("text", keys, ResourceKey::id);
                  statement.executeUpdate();
                }
              });
    }
  }

  /** Removes rows of resources that were never recorded: those have no version 1. */
  public void removeUnrecorded() {
    for (String table : TABLES) {
      session()
          .createNativeMutationQuery(
              "DELETE FROM "
                  + table
                  + " x WHERE NOT EXISTS (SELECT 1 FROM resource_version v"
                  + " WHERE v.type = x.type AND v.id = x.id AND v.version = 1)")
          .executeUpdate();
    }
  }

  /** By which rules the rows were made. */
  public int rules() {
    return session()
        .createNativeQuery("SELECT rules FROM search_state", Integer.class)
        .getSingleResult();
  }

  /** Notes by which rules the rows were made. */
  public void setRules(int rules) {
    session()
        .createNativeMutationQuery("UPDATE search_state SET rules = :rules")
        .setParameter("rules", rules)
        .executeUpdate();
  }

  private static void replace(Connection connection, Collection<Indexed> resources)
      throws SQLException {
    List<Indexed> old = resources.stream().filter(resource -> !resource.isNew()).toList();
    List<Of<DateValue>> dates = all(resources, values -> values.dates());
    List<Of<QuantityValue>> quantities = all(resources, values -> values.quantities());
    List<Of<TextValue>> texts = all(resources, values -> values.texts());
    try (PreparedStatement statement = connection.prepareStatement(REPLACE)) {
      Arrays arrays = new Arrays(statement);
      arrays.add("text", old, resource -> resource.key().type());
      arrays.add("text", old, resource -> resource.key().id());
      arrays.add("text", resources, resource -> resource.key().type());
      arrays.add("text", resources, resource -> resource.key().id());
      arrays.add("timestamptz", resources, resource -> SearchSql.text(resource.lastUpdated()));
      arrays.add(
          "text",
          resources,
          resource -> String.join(String.valueOf(SearchToken.BETWEEN), resource.values().tokens()));
      arrays.addKeys(dates);
      arrays.add("text", dates, date -> date.value().parameter());
      arrays.add("timestamptz", dates, date -> SearchSql.text(date.value().span().from()));
      arrays.add("timestamptz", dates, date -> SearchSql.text(date.value().span().until()));
      arrays.addKeys(quantities);
      arrays.add("text", quantities, quantity -> quantity.value().parameter());
      arrays.add("numeric", quantities, quantity -> plain(quantity.value().span().from()));
      arrays.add("numeric", quantities, quantity -> plain(quantity.value().span().until()));
      arrays.add("text", quantities, quantity -> quantity.value().system());
      arrays.add("text", quantities, quantity -> quantity.value().code());
      arrays.add("text", quantities, quantity -> quantity.value().unit());
      arrays.addKeys(texts);
      arrays.add("text", texts, text -> text.value().parameter());
      arrays.add("text", texts, text -> text.value().text());
      arrays.add("text", texts, text -> SearchToken.folded(text.value().text()));
      statement.executeUpdate();
    }
  }

  private static String plain(BigDecimal number) {
    return number.toString();
  }

  private static <T> List<Of<T>> all(
      Collection<Indexed> resources, Function<SearchValues, List<T>> part) {
    List<Of<T>> all = new ArrayList<>();
    for (Indexed resource : resources) {
      for (T value : part.apply(resource.values())) {
        all.add(new Of<>(resource.key(), value));
      }
    }
    return all;
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }

  /** A value of a resource. */
  private record Of<T>(ResourceKey key, T value) {}

  /** The arrays of a statement, one per question mark. */
  private static final class Arrays {
    private final PreparedStatement statement;
    private int count;

    Arrays(PreparedStatement statement) {
      this.statement = statement;
    }

    <T> void add(String type, Collection<T> rows, Function<T, String> column) throws SQLException {
      count++;
      statement.setArray(
          count,
          statement
              .getConnection()
              .createArrayOf(type, rows.stream().map(column).toArray(String[]::new)));
    }

    <T> void addKeys(Collection<Of<T>> rows) throws SQLException {
      add("text", rows, row -> row.key().type());
      add("text", rows, row -> row.key().id());
    }
  }
}
