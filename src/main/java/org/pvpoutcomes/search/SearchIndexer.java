package org.pvpoutcomes.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.pvpoutcomes.record.SearchValues;

/** Reads from a resource what it can be found by. Runs with every write. */
public final class SearchIndexer {

  private SearchIndexer() {}

  /**
   * The values of all search parameters of the type but {@code _id} and {@code _lastUpdated}, which
   * are columns of the version. What is not of its data type is passed over.
   *
   * @param type resource type; one without search parameters has no values
   * @param resource the JSON tree, references as they are stored
   */
  public static SearchValues valuesOf(String type, ObjectNode resource) {
    ValueCollector values = new ValueCollector();
    for (SearchParameter parameter : SearchParameters.of(type)) {
      String name = parameter.name();
      if (name.equals("deceased")) {
        values.token(parameter, "", Boolean.toString(isDeceased(resource)));
      } else if (!name.equals("_id") && !name.equals("_lastUpdated")) {
        for (SearchParameter.Element element : parameter.elements()) {
          collect(
              resource,
              element.path(),
              0,
              value -> values.add(parameter, element.dataType(), value));
        }
      }
    }
    return values.all();
  }

  /**
   * The canonical URLs that a parameter finds a resource by, as they stand there: with the version,
   * if they have one.
   *
   * @param parameter one that {@link SearchParameter#isCanonical() refers by canonical URL}
   */
  public static Set<String> canonicals(SearchParameter parameter, ObjectNode resource) {
    Set<String> canonicals = new TreeSet<>();
    for (SearchParameter.Element element : parameter.elements()) {
      collect(resource, element.path(), 0, value -> canonicals.add(value.asText()));
    }
    return canonicals;
  }

  /** FHIR R4 Patient-deceased: a dateTime says so, and true. */
  private static boolean isDeceased(ObjectNode patient) {
    return patient.path("deceasedDateTime").isTextual()
        || patient.path("deceasedBoolean").booleanValue();
  }

  private static void collect(
      JsonNode node, List<String> path, int depth, Consumer<JsonNode> values) {
    if (node.isArray()) {
      for (JsonNode item : node) {
        collect(item, path, depth, values);
      }
    } else if (depth < path.size()) {
      JsonNode next = node.get(path.get(depth));
      if (next != null) {
        collect(next, path, depth + 1, values);
      }
    } else if (!node.isNull()) {
      values.accept(node);
    }
  }
}
