package org.pvpoutcomes.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.query.NativeQuery;

/** Criteria as a condition of SQL on rows of {@code resource_search}, with its parameters. */
final class SearchSql {

  /** As much of a text as its index holds. */
  private static final int INDEXED_TEXT = 200;

  private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

  private final Map<String, Object> parameters = new HashMap<>();

  /** The condition that all of the criteria are met; {@code TRUE} for none. */
  String where(String row, List<Criterion> criteria) {
    StringJoiner conditions = new StringJoiner(" AND ").setEmptyValue("TRUE");
    criteria.forEach(criterion -> conditions.add(condition(row, criterion)));
    return conditions.toString();
  }

  /** Whether a condition can be looked up in an index of tokens, dates, quantities or texts. */
  static boolean isSelective(List<Criterion> criteria) {
    return criteria.stream().anyMatch(criterion -> !(criterion instanceof Criterion.NoTokens));
  }

  /** Whether the index of tokens is the one to use, and no table of values is looked into. */
  static boolean isByToken(List<Criterion> criteria) {
    return criteria.stream().anyMatch(criterion -> criterion instanceof Criterion.Tokens)
        && criteria.stream()
            .noneMatch(
                criterion ->
                    criterion instanceof Criterion.Dates
                        || criterion instanceof Criterion.Quantities
                        || criterion instanceof Criterion.Texts);
  }

  /** A parameter of SQL with this value. */
  String parameter(Object value) {
    String name = "p" + parameters.size();
    parameters.put(name, value);
    return ":" + name;
  }

  /** An array of texts as a parameter of SQL. */
  String texts(Collection<String> values) {
    return "CAST(" + parameter(values.toArray(String[]::new)) + " AS text[])";
  }

  /** A time as a parameter of SQL. */
  String time(Instant instant) {
    return "CAST(" + parameter(text(instant)) + " AS timestamptz)";
  }

  /** A time as PostgreSQL reads it; beyond what its calendar shares with FHIR's, infinite. */
  static String text(Instant instant) {
    if (instant.isBefore(YEAR_ONE)) {
      return "-infinity";
    }
    return instant.isBefore(SearchValues.DateValue.LATEST)
        ? instant.toString().replace("+", "")
        : "infinity";
  }

  /** Gives a query its parameters. */
  <T> NativeQuery<T> bound(NativeQuery<T> query) {
    parameters.forEach(query::setParameter);
    return query;
  }

  private String condition(String row, Criterion criterion) {
    return switch (criterion) {
      case Criterion.Tokens(var anyOf) -> row + ".tokens && " + texts(anyOf);
      case Criterion.NoTokens(var noneOf) -> "NOT " + row + ".tokens && " + texts(noneOf);
      case Criterion.Ids(var anyOf) -> row + ".id = ANY (" + texts(anyOf) + ")";
      case Criterion.LastUpdated(var anyOf) ->
          any(
              anyOf,
              one ->
                  comparison(
                      row + ".last_updated",
                      "(" + row + ".last_updated + interval '1 millisecond')",
                      one,
                      this::time));
      case Criterion.Dates(var parameter, var anyOf) ->
          exists(
              row,
              "search_date",
              parameter,
              any(anyOf, one -> comparison("x.starts", "x.ends", one, this::time)));
      case Criterion.Quantities(var parameter, var anyOf) ->
          exists(row, "search_quantity", parameter, any(anyOf, this::measured));
      case Criterion.Texts(var parameter, var how, var anyOf) ->
          exists(row, "search_text", parameter, any(anyOf, one -> text(how, one)));
      case Criterion.Chain(var parameter, var types, var target) ->
          row
              + ".tokens && ARRAY(SELECT "
              + parameter(SearchToken.reference(parameter, ""))
              + " || t.type || '/' || t.id FROM resource_search t WHERE t.type = ANY ("
              + texts(types)
              + ") AND "
              + condition("t", target)
              + ")";
    };
  }

  private String exists(String row, String table, String name, String condition) {
    return "EXISTS (SELECT 1 FROM "
        + table
        + " x WHERE x.type = "
        + row
        + ".type AND x.id = "
        + row
        + ".id AND x.parameter = "
        + parameter(name)
        + " AND "
        + condition
        + ")";
  }

  private String measured(Criterion.Quantities.Measured one) {
    String value = comparison("x.low", "x.high", one.comparison(), this::number);
    if (one.code().isEmpty()) {
      return value;
    }
    String code = parameter(one.code());
    return "("
        + value
        + (one.system().isEmpty()
            ? " AND (x.code = " + code + " OR x.unit = " + code + ")"
            : " AND x.code = " + code + " AND x.system = " + parameter(one.system()))
        + ")";
  }

  private String text(Criterion.Texts.How how, String asked) {
    String folded = SearchToken.folded(asked);
    String start = start(folded);
    return switch (how) {
      case CONTAINS -> "position(" + parameter(folded) + " in x.folded) > 0";
      case BEGINS ->
          "(left(x.folded, 200) LIKE "
              + parameter(escaped(start) + "%")
              + " AND starts_with(x.folded, "
              + parameter(folded)
              + "))";
      case EXACT ->
          "(left(x.folded, 200) = " + parameter(start) + " AND x.text = " + parameter(asked) + ")";
    };
  }

  /** PostgreSQL counts characters where Java counts their UTF-16 units. */
  private static String start(String folded) {
    return folded.codePointCount(0, folded.length()) <= INDEXED_TEXT
        ? folded
        : folded.substring(0, folded.offsetByCodePoints(0, INDEXED_TEXT));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

  private String number(BigDecimal value) {
    return parameter(value);
  }

  /**
   * The same as {@link Comparison#test}, of the span from {@code a} to {@code b}. What lies within
   * also begins before the end, which says nothing new but to an index on {@code a}.
   */
  private static <T extends Comparable<? super T>> String comparison(
      String a, String b, Comparison<T> comparison, Function<T, String> parameter) {
    Supplier<String> from = () -> parameter.apply(comparison.span().from());
    Supplier<String> until = () -> parameter.apply(comparison.span().until());
    Supplier<String> within =
        () -> {
          String end = until.get();
          return "(%s >= %s AND %s <= %s AND %s <= %s)".formatted(a, from.get(), a, end, b, end);
        };
    return switch (comparison.prefix()) {
      case EQ -> within.get();
      case NE -> "NOT " + within.get();
      case GT -> b + " > " + until.get();
      case LT -> a + " < " + from.get();
      case GE -> "(" + b + " > " + until.get() + " OR " + within.get() + ")";
      case LE -> "(" + a + " < " + from.get() + " OR " + within.get() + ")";
      case SA -> a + " >= " + until.get();
      case EB -> b + " <= " + from.get();
      case AP -> "(" + a + " < " + until.get() + " AND " + b + " > " + from.get() + ")";
    };
  }

  private static <T> String any(List<T> all, Function<T, String> condition) {
    List<String> conditions = new ArrayList<>(all.size());
    all.forEach(one -> conditions.add(condition.apply(one)));
    return "(" + String.join(" OR ", conditions) + ")";
  }
}
