package org.pvpoutcomes.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The search parameters that this server carries out, by resource type.
 *
 * <p>Those of one type are the lines of {@code parameters.tsv}, taken from the FHIR R4 4.0.1
 * definitions (searchparameter-registry.html); those of every type are here.
 */
public final class SearchParameters {

  private static final String BASE = "http://hl7.org/fhir/SearchParameter/";
  private static final Map<String, Map<String, SearchParameter>> ALL = read();

  private SearchParameters() {}

  /** The types that have any, in the order of the table. */
  public static Set<String> types() {
    return ALL.keySet();
  }

  /** Those of a type, by name in the order of the table; none for another type. */
  public static Collection<SearchParameter> of(String type) {
    return ALL.getOrDefault(type, Map.of()).values();
  }

  /** The parameter of a type with the name, without modifier; null if there is none. */
  public static @Nullable SearchParameter find(String type, String name) {
    return ALL.getOrDefault(type, Map.of()).get(name);
  }

  private static Map<String, Map<String, SearchParameter>> read() {
    Map<String, Map<String, SearchParameter>> all = new LinkedHashMap<>();
    try (InputStream in = SearchParameters.class.getResourceAsStream("parameters.tsv")) {
      String table =
          new String(
              Objects.requireNonNull(in, "parameters.tsv is missing").readAllBytes(),
              StandardCharsets.UTF_8);
      table.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(line, all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(all);
  }

  private static void add(String line, Map<String, Map<String, SearchParameter>> all) {
    List<String> cells = Arrays.asList(line.split("\t", -1));
    String type = cells.get(0);
    Map<String, SearchParameter> ofType = all.computeIfAbsent(type, SearchParameters::common);
    boolean only = cells.get(4).startsWith("is ");
    NavigableSet<String> targets = new TreeSet<>();
    if (only) {
      targets.add(cells.get(4).substring(3));
    } else if (!cells.get(4).equals("-") && !cells.get(4).equals("any")) {
      targets.addAll(Arrays.asList(cells.get(4).split(" ", -1)));
    }
    SearchParameter parameter =
        new SearchParameter(
            type,
            cells.get(1),
            SearchParameter.Kind.valueOf(cells.get(2).toUpperCase(Locale.ROOT)),
            Arrays.stream(cells.get(3).split(" ", -1)).map(SearchParameters::element).toList(),
            targets,
            only,
            cells.get(5).equals("-") ? "" : cells.get(5),
            cells.get(6).contains(":") ? cells.get(6) : BASE + cells.get(6));
    ofType.put(parameter.name(), parameter);
  }

  private static SearchParameter.Element element(String text) {
    int colon = text.indexOf(':');
    return new SearchParameter.Element(
        Arrays.asList(text.substring(0, colon).split("\\.", -1)), text.substring(colon + 1));
  }

  private static Map<String, SearchParameter> common(String type) {
    Map<String, SearchParameter> common = new LinkedHashMap<>();
    for (SearchParameter parameter :
        List.of(
            common(type, "id", SearchParameter.Kind.TOKEN, "id:id"),
            common(type, "lastUpdated", SearchParameter.Kind.DATE, "meta.lastUpdated:instant"),
            common(type, "tag", SearchParameter.Kind.TOKEN, "meta.tag:Coding"),
            common(type, "security", SearchParameter.Kind.TOKEN, "meta.security:Coding"),
            common(type, "profile", SearchParameter.Kind.URI, "meta.profile:canonical"),
            common(type, "source", SearchParameter.Kind.URI, "meta.source:uri"))) {
      common.put(parameter.name(), parameter);
    }
    return common;
  }

  private static SearchParameter common(
      String type, String name, SearchParameter.Kind kind, String element) {
    return new SearchParameter(
        type,
        "_" + name,
        kind,
        List.of(element(element)),
        new TreeSet<>(),
        false,
        "",
        BASE + "Resource-" + name);
  }
}
