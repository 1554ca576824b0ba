package org.pvpoutcomes.fhir;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which interaction a method and a path ask for (FHIR R4 http.html#summary).
 *
 * @param type resource type; empty for the whole system
 * @param id logical id; empty where the type, or a condition on it, is meant
 * @param version of a vread; empty otherwise
 * @param operation name of an operation with its dollar sign; empty otherwise
 */
record Route(Interaction interaction, String type, String id, String version, String operation) {

  private static final String HISTORY = "_history";

  /**
   * Finds it. Whether the type is one that is known is decided here; whether the id can be one is
   * not.
   *
   * @param path segments below the base
   * @param expression place of the URL in a Bundle; null if it is that of the request
   * @throws FhirRequestException NOT_FOUND, TYPE_NOT_SUPPORTED or METHOD_NOT_ALLOWED; for an entry
   *     of a Bundle, NOT_SUPPORTED instead of the last
   */
  static Route of(HttpMethod method, List<String> path, @Nullable String expression) {
    if (!path.isEmpty() && isTypeName(path.getFirst())) {
      StoredTypes.requireServed(path.getFirst(), expression);
    }
    Map<HttpMethod, Route> routes = routes(path);
    if (routes.isEmpty()) {
      throw new FhirRequestException(
          FailureKind.NOT_FOUND, expression, "There is nothing at this URL; see /metadata.");
    }
    Route route = routes.get(method == HttpMethod.HEAD ? HttpMethod.GET : method);
    if (route == null) {
      throw new FhirRequestException(
          // 405 would be about the method of the Bundle that the entry came in (RFC 9110 §15.5.6).
          expression == null ? FailureKind.METHOD_NOT_ALLOWED : FailureKind.NOT_SUPPORTED,
          expression,
          method
              + " is not supported at this URL; possible are "
              + allowed(path)
              + ". See /metadata.");
    }
    return route;
  }

  /** The methods that a URL takes, as the header Allow lists them; empty for none. */
  static String allowed(List<String> path) {
    if (!path.isEmpty() && isTypeName(path.getFirst()) && !StoredTypes.isServed(path.getFirst())) {
      return "";
    }
    return routes(path).keySet().stream()
        .map(method -> method == HttpMethod.GET ? "GET, HEAD" : method.name())
        .collect(Collectors.joining(", "));
  }

  private static boolean isTypeName(String segment) {
    return !segment.isEmpty() && Character.isUpperCase(segment.charAt(0));
  }

  private static Map<HttpMethod, Route> routes(List<String> path) {
    if (path.isEmpty()) {
      return Map.of(HttpMethod.POST, system(Interaction.BUNDLE));
    }
    String first = path.getFirst();
    if (isTypeName(first)) {
      return ofType(first, path.subList(1, path.size()));
    }
    return path.size() > 1
        ? Map.of()
        : switch (first) {
          case "metadata" -> Map.of(HttpMethod.GET, system(Interaction.CAPABILITIES));
          case HISTORY -> Map.of(HttpMethod.GET, system(Interaction.HISTORY_SYSTEM));
          default -> Map.of();
        };
  }

  private static Map<HttpMethod, Route> ofType(String type, List<String> rest) {
    boolean stored = StoredTypes.ALL.contains(type);
    if (rest.isEmpty()) {
      return routes(
          type,
          "",
          stored,
          Map.of(
              HttpMethod.GET, Interaction.SEARCH_TYPE,
              HttpMethod.POST, Interaction.CREATE,
              HttpMethod.PUT, Interaction.UPDATE,
              HttpMethod.PATCH, Interaction.PATCH,
              HttpMethod.DELETE, Interaction.DELETE));
    }
    String next = rest.getFirst();
    if (rest.size() == 1 && next.equals("_search")) {
      return Map.of(HttpMethod.POST, new Route(Interaction.SEARCH_TYPE, type, "", "", ""));
    }
    if (rest.size() == 1 && next.equals(HISTORY)) {
      return stored
          ? Map.of(HttpMethod.GET, new Route(Interaction.HISTORY_TYPE, type, "", "", ""))
          : Map.of();
    }
    if (next.startsWith("$")) {
      return rest.size() == 1 ? Operations.routes(type, "", next) : Map.of();
    }
    return ofInstance(type, next, stored, rest.subList(1, rest.size()));
  }

  private static Map<HttpMethod, Route> ofInstance(
      String type, String id, boolean stored, List<String> rest) {
    if (rest.isEmpty()) {
      return routes(
          type,
          id,
          stored,
          Map.of(
              HttpMethod.GET, Interaction.READ,
              HttpMethod.PUT, Interaction.UPDATE,
              HttpMethod.PATCH, Interaction.PATCH,
              HttpMethod.DELETE, Interaction.DELETE));
    }
    String next = rest.getFirst();
    if (next.equals(HISTORY) && rest.size() == 1 && stored) {
      return Map.of(HttpMethod.GET, new Route(Interaction.HISTORY_INSTANCE, type, id, "", ""));
    }
    if (next.equals(HISTORY) && rest.size() == 2) {
      return Map.of(HttpMethod.GET, new Route(Interaction.VREAD, type, id, rest.get(1), ""));
    }
    return next.startsWith("$") && rest.size() == 1 ? Operations.routes(type, id, next) : Map.of();
  }

  /** In the order of the enum; of a type that is not stored, only what does not write. */
  private static Map<HttpMethod, Route> routes(
      String type, String id, boolean stored, Map<HttpMethod, Interaction> interactions) {
    Map<HttpMethod, Route> routes = new EnumMap<>(HttpMethod.class);
    interactions.forEach(
        (method, interaction) -> {
          if (stored || !interaction.writes()) {
            routes.put(method, new Route(interaction, type, id, "", ""));
          }
        });
    return routes;
  }

  private static Route system(Interaction interaction) {
    return new Route(interaction, "", "", "", "");
  }
}
