package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to the FHIR endpoint, whether it came on its own or as an entry of a Bundle.
 *
 * @param base the server's base URL, without a slash at the end
 * @param path segments below the base
 * @param query what stands after the question mark, still encoded; empty for nothing
 * @param body what was sent, converted to JSON; null for nothing
 * @param fullUrl of the entry in a Bundle; null if there is none
 * @param place {@code Bundle.entry[3]}; null for a request of its own
 */
record FhirRequest(
    String base,
    HttpMethod method,
    List<String> path,
    String query,
    Preconditions preconditions,
    Preference preference,
    @Nullable JsonNode body,
    @Nullable String fullUrl,
    @Nullable String place) {

  FhirRequest {
    path = List.copyOf(path);
  }

  /** Place of its URL, if it stands in a Bundle. */
  @Nullable String urlPlace() {
    return place == null ? null : place + ".request.url";
  }

  /** Place of its resource, if it stands in a Bundle. */
  @Nullable String resourcePlace() {
    return place == null ? null : place + ".resource";
  }

  /** What it asks for. */
  Route route() {
    return Route.of(method, path, urlPlace());
  }
}
