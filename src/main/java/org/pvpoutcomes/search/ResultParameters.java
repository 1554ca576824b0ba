package org.pvpoutcomes.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.SearchQuery.SortKey;
import org.pvpoutcomes.search.SearchRequest.Include;

/** Reads the parameters that say what the result is to look like (FHIR R4 search.html#Summary). */
final class ResultParameters {

  private static final Set<String> NAMES =
      Set.of("_sort", "_count", "_total", "_include", "_revinclude");

  private final String type;
  private final List<SortKey> sort = new ArrayList<>();
  private @Nullable Integer count;
  private boolean total = true;
  private final List<Include> includes = new ArrayList<>();
  private final List<Include> revincludes = new ArrayList<>();

  ResultParameters(String type) {
    this.type = type;
  }

  /** Whether the name, with whatever modifier, is one of them. */
  static boolean has(String name) {
    int colon = name.indexOf(':');
    return NAMES.contains(colon < 0 ? name : name.substring(0, colon));
  }

  /**
   * Reads one of them.
   *
   * @return what would have been understood; null if it was
   */
  @Nullable String read(QueryParameter parameter) {
    if (parameter.value().isEmpty()) {
      throw bad(parameter.name(), "The parameter has no value.");
    }
    return switch (parameter.name()) {
      case "_sort" -> sort(parameter.value());
      case "_count" -> count(parameter.value());
      case "_total" -> total(parameter.value());
      case "_include" -> include(parameter.value());
      case "_revinclude" -> revinclude(parameter.value());
      default ->
          throw SearchRefusedException.notSupported(
              parameter.name(), "Parameters of the result have no modifiers here.");
    };
  }

  SearchRequest request(
      Criteria criteria,
      List<SearchRequest.NotUnderstood> notUnderstood,
      List<QueryParameter> self) {
    return new SearchRequest(
        criteria, sort, count, total, includes, revincludes, notUnderstood, self);
  }

  private @Nullable String sort(String value) {
    List<SortKey> keys = new ArrayList<>();
    for (String key : value.split(",", -1)) {
      boolean descending = key.startsWith("-");
      String name = descending ? key.substring(1) : key;
      SearchParameter parameter = SearchParameters.find(type, name);
      boolean sortable =
          name.equals("_id")
              || (parameter != null && parameter.kind() == SearchParameter.Kind.DATE);
      if (!sortable) {
        return "It is possible to sort by _id, _lastUpdated and the date parameters of the type.";
      }
      keys.add(new SortKey(name, descending));
    }
    sort.addAll(keys);
    return null;
  }

  private @Nullable String count(String value) {
    try {
      count = value.chars().allMatch(c -> c < 0x80) ? Integer.parseUnsignedInt(value) : -1;
    } catch (NumberFormatException e) {
      count = -1;
    }
    if (count < 0 || value.startsWith("+")) {
      throw bad("_count", "_count must be a whole number from 0 to 2147483647.");
    }
    return null;
  }

  private @Nullable String total(String value) {
    total =
        switch (value) {
          case "none" -> false;
          case "estimate", "accurate" -> true;
          default -> throw bad("_total", "_total must be none, estimate or accurate.");
        };
    return null;
  }

  private @Nullable String include(String value) {
    Include include = parsed(value);
    if (include == null || !include.source().equals(type)) {
      return "Write " + type + ":parameter or " + type + ":parameter:target, by a reference.";
    }
    includes.add(include);
    return null;
  }

  private @Nullable String revinclude(String value) {
    Include include = parsed(value);
    if (include == null
        || (include.target() != null && !include.target().equals(type))
        || !refersToType(include)) {
      return "Write source:parameter, by a reference that can be to " + type + ".";
    }
    revincludes.add(new Include(include.source(), include.parameter(), type));
    return null;
  }

  private boolean refersToType(Include include) {
    SearchParameter parameter = SearchParameters.find(include.source(), include.parameter());
    return parameter == null || parameter.targets().isEmpty() || parameter.targets().contains(type);
  }

  /** Null if there is no such reference parameter, or it cannot refer to the target. */
  private static @Nullable Include parsed(String value) {
    String[] parts = value.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || !SearchParameters.types().contains(parts[0])) {
      return null;
    }
    String target = parts.length == 3 ? parts[2] : null;
    if (parts[1].equals("*")) {
      return target == null || SearchParameters.types().contains(target)
          ? new Include(parts[0], "*", target)
          : null;
    }
    SearchParameter parameter = SearchParameters.find(parts[0], parts[1]);
    boolean refers =
        parameter != null
            && parameter.kind() == SearchParameter.Kind.REFERENCE
            && (target == null
                || parameter.targets().isEmpty()
                || parameter.targets().contains(target));
    return refers ? new Include(parts[0], parts[1], target) : null;
  }

  private static SearchRefusedException bad(String name, String text) {
    return SearchRefusedException.badValue(name, text);
  }
}
