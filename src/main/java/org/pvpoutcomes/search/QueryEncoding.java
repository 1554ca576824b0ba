package org.pvpoutcomes.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes parameters as the query of a URL. */
public final class QueryEncoding {

  private QueryEncoding() {}

  /** {@code name=value&…}; a space is {@code %20}, so that every reader takes it for one. */
  public static String encode(List<QueryParameter> parameters) {
    return parameters.stream()
        .map(parameter -> encoded(parameter.name()) + "=" + encoded(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
