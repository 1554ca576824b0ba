package org.pvpoutcomes.figure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Dataset.Frozen;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Division.Kept;
import org.pvpoutcomes.cohort.Stratification;

/**
 * Links from figures to the members behind them: path and query of {@code
 * /api/v1/studies/{study}/members}, without ids, so that equal figures have equal links.
 */
public final class MemberLinks {

  private final String path;
  private final String common;
  private final String conditions;

  private MemberLinks(String path, String common, String conditions) {
    this.path = path;
    this.common = common;
    this.conditions = conditions;
  }

  /** Links to members of the dataset: those of a frozen one say of which. */
  public static MemberLinks of(Dataset dataset) {
    MemberLinks links =
        new MemberLinks("/api/v1/studies/" + encoded(dataset.study()) + "/members", "", "");
    Frozen frozen = dataset.frozen();
    return frozen == null ? links : links.with(frozen.parameter(), frozen.value());
  }

  /** Links to members of the dataset that a division keeps. */
  public static MemberLinks of(Dataset dataset, Division division) {
    MemberLinks links = of(dataset);
    return new MemberLinks(
        links.path,
        links.common,
        division.where().stream().map(Kept::text).collect(Collectors.joining(",")));
  }

  /** The same with these parameters in front of all others: names and values in turn. */
  public MemberLinks with(String... parameters) {
    return new MemberLinks(path, joined("&", common, query(parameters)), conditions);
  }

  /** The same within a stratum: property to value; none for the whole cohort. */
  public MemberLinks in(Map<String, String> stratum) {
    List<String> all = new ArrayList<>();
    all.add(conditions);
    stratum.forEach((property, value) -> all.add(property + ":" + Kept.encoded(value)));
    return new MemberLinks(path, common, joined(",", all.toArray(String[]::new)));
  }

  /** The link with these parameters more: names and values in turn. */
  public String to(String... parameters) {
    return path
        + "?"
        + joined(
            "&", conditions.isEmpty() ? "" : query("where", conditions), common, query(parameters));
  }

  /** A link for each value of a parameter, by the value. */
  public Map<String, String> each(String parameter, Collection<String> values) {
    Map<String, String> links = new LinkedHashMap<>();
    values.forEach(value -> links.put(value, to(parameter, value)));
    return links;
  }

  /** A link for each stratum of a property, by the stratum. */
  public Map<String, String> each(Stratification property, Collection<String> strata) {
    Map<String, String> links = new LinkedHashMap<>();
    strata.forEach(stratum -> links.put(stratum, in(Map.of(property.code(), stratum)).to()));
    return links;
  }

  private static String joined(String separator, String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(separator));
  }

  private static String query(String... parameters) {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < parameters.length; i += 2) {
      query
          .append(i == 0 ? "" : "&")
          .append(encoded(parameters[i]))
          .append('=')
          .append(encoded(parameters[i + 1]));
    }
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
