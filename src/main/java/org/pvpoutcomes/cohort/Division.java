package org.pvpoutcomes.cohort;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.query.Query;

/**
 * How a cohort is narrowed and divided for one answer. A stratum is named by one value for each
 * property of {@code by}, in that order; the whole cohort by none.
 *
 * <p>Where patients are counted, properties of vertebrae are read of the patient. Where vertebrae
 * are counted ({@link #ofVertebrae}) they divide and narrow the vertebrae, and so also what
 * happened at them.
 *
 * @param by the properties that divide, each once
 * @param where conditions that must all hold; several of one property too
 * @param bands of ages and volumes
 */
public record Division(List<Stratification> by, List<Kept> where, StrataBands bands) {

  /**
   * A condition on a property.
   *
   * @param strata those that are kept
   */
  public record Kept(Stratification property, List<String> strata) {
    /** Copies the list. */
    public Kept {
      strata = List.copyOf(strata);
    }

    /** {@code property:stratum~stratum}, as the parameter {@code where} has it. */
    public String text() {
      return strata.stream()
          .map(Kept::encoded)
          .collect(Collectors.joining("~", property.code() + ":", ""));
    }

    /** A stratum as {@code where} has it: what separates strata and conditions percent-encoded. */
    public static String encoded(String stratum) {
      return stratum.replace("%", "%25").replace(",", "%2C").replace("~", "%7E");
    }

    /**
     * What {@link #encoded} made of a stratum, also if more than needed is percent-encoded.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal
     *     digits
     */
    public static String decoded(String text) {
      // A plus sign is itself: the URL has been decoded already.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  /** Between the values of a stratum in SQL: a character that no value has. */
  private static final String SEPARATOR = "\u001f";

  /** Copies the collections; refuses a property that divides twice. */
  public Division {
    by = List.copyOf(by);
    if (by.stream().distinct().count() != by.size()) {
      throw new IllegalArgumentException("A property divides a cohort once");
    }
    where = List.copyOf(where);
  }

  /** The whole cohort. */
  public static Division none(StrataBands bands) {
    return new Division(List.of(), List.of(), bands);
  }

  /** The same cohort, not divided. */
  public Division whole() {
    return new Division(List.of(), where, bands);
  }

  /** Whether it divides or narrows by a property of vertebrae. */
  public boolean ofVertebrae() {
    return by.stream().anyMatch(Stratification::isOfVertebra)
        || where.stream().anyMatch(kept -> kept.property().isOfVertebra());
  }

  /** The names of {@code by} with the values of a stratum. */
  public Map<String, String> named(List<String> stratum) {
    return IntStream.range(0, by.size())
        .boxed()
        .collect(
            Collectors.toMap(i -> by.get(i).code(), stratum::get, (a, _) -> a, LinkedHashMap::new));
  }

  /** The order of strata in answers. */
  Comparator<List<String>> order() {
    Comparator<List<String>> order = (_, _) -> 0;
    for (int i = 0; i < by.size(); i++) {
      int position = i;
      order = order.thenComparing(values -> values.get(position), by.get(i).order(bands));
    }
    return order;
  }

  /** SQL: the stratum of a patient or a vertebra, to be read by {@link #stratum}. */
  private String stratumSql(boolean ofVertebrae) {
    return by.isEmpty()
        ? "''"
        : by.stream()
            .map(property -> ofVertebrae ? property.ofVertebra(bands) : property.ofPatient(bands))
            .collect(Collectors.joining(" || chr(31) || "));
  }

  /**
   * SQL over member m, and over member_vertebra v if vertebrae are counted, beginning with AND:
   * whether a patient or a vertebra is kept. Needs {@link #bind}.
   */
  String narrow(boolean ofVertebrae) {
    return IntStream.range(0, where.size())
        .mapToObj(
            i -> {
              Stratification property = where.get(i).property();
              return " AND %s = ANY (CAST(:%s AS text[]))"
                  .formatted(
                      ofVertebrae ? property.ofVertebra(bands) : property.ofPatient(bands),
                      parameter(i));
            })
        .collect(Collectors.joining());
  }

  /** SQL with {@code {stratum}} and {@code {where}} filled in. */
  String divide(String sql, boolean ofVertebrae) {
    return sql.replace("{stratum}", stratumSql(ofVertebrae))
        .replace("{where}", narrow(ofVertebrae));
  }

  /** Binds the parameters of the conditions. */
  <Q extends Query<?>> Q bind(Q query) {
    parameters().forEach(query::setParameter);
    return query;
  }

  /** The named parameters of the conditions. */
  Map<String, Object> parameters() {
    return IntStream.range(0, where.size())
        .boxed()
        .collect(
            Collectors.toMap(
                Division::parameter, i -> where.get(i).strata().toArray(String[]::new)));
  }

  /** The values in what the SQL of a stratum gave. */
  List<String> stratum(String joined) {
    return by.isEmpty() ? List.of() : Arrays.asList(joined.split(SEPARATOR, -1));
  }

  private static String parameter(int index) {
    return "where" + index;
  }
}
