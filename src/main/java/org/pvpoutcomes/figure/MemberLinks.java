package org.pvpoutcomes.figure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Links from figures to the members behind them: path and query of {@code
 * /api/v1/studies/{study}/members}, without ids, so that equal figures have equal links.
 */
public final class MemberLinks {

  private final String path;
  private final String common;

  private MemberLinks(String path, String common) {
    this.path = path;
    this.common = common;
  }

  /** Links to members of the study. */
  public static MemberLinks of(String study) {
    return new MemberLinks("/api/v1/studies/" + encoded(study) + "/members", "");
  }

  /** The same with these parameters in front of all others: names and values in turn. */
  public MemberLinks with(String... parameters) {
    return new MemberLinks(
        path,
        Stream.of(common, query(parameters))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("&")));
  }

  /** The same within a stratum; null for the whole cohort. */
  public MemberLinks in(@Nullable Stratum stratum) {
    return stratum == null ? this : with(stratum.parameter(), stratum.value());
  }

  /** The link with these parameters more: names and values in turn. */
  public String to(String... parameters) {
    return path + "?" + with(parameters).common;
  }

  /** A link for each value of a parameter, by the value. */
  public Map<String, String> each(String parameter, Collection<String> values) {
    Map<String, String> links = new LinkedHashMap<>();
    values.forEach(value -> links.put(value, to(parameter, value)));
    return links;
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
