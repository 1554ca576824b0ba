package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Patch;

/**
 * Finds out in which language a patch is written: the array of a JSON Patch, the Parameters of a
 * FHIRPath Patch, or, in a Bundle, a Binary that holds a JSON Patch (FHIR R4 http.html#patch).
 */
@Singleton
class PatchReader {

  private static final String JSON_PATCH = "application/json-patch+json";

  private final Patches patches;
  private final JsonReader reader;

  PatchReader(Patches patches, JsonReader reader) {
    this.patches = patches;
    this.reader = reader;
  }

  /**
   * Reads a patch.
   *
   * @param type of the resource that is patched
   * @param place of the patch in a Bundle; null for the body of a request
   * @throws FhirRequestException if it is none
   */
  Patch read(JsonNode body, String type, @Nullable String place) {
    if (body instanceof ArrayNode operations) {
      return patches.json(operations, type, place);
    }
    if (body instanceof ObjectNode resource) {
      if (resource.path("resourceType").asText().equals("Parameters")) {
        return patches.fhirPath(resource, type, place);
      }
      if (place != null && isJsonPatch(resource)) {
        return patches.json(operations(resource, place + ".data"), type, place);
      }
    }
    throw new FhirRequestException(
        FailureKind.STRUCTURE,
        place,
        "A patch is a JSON Patch ("
            + JSON_PATCH
            + "; in a Bundle, as a Binary of that type) or the Parameters of a FHIRPath Patch.");
  }

  private static boolean isJsonPatch(ObjectNode resource) {
    return resource.path("resourceType").asText().equals("Binary")
        && resource.path("contentType").asText().startsWith(JSON_PATCH);
  }

  private ArrayNode operations(ObjectNode binary, String place) {
    String data = binary.path("data").asText();
    if (data.isBlank()) {
      throw new FhirRequestException(
          FailureKind.REQUIRED,
          place,
          "The Binary has no data; they are the JSON Patch in base64.");
    }
    byte[] json;
    try {
      // FHIR R4 datatypes.html#base64Binary allows white space.
      json = Base64.getDecoder().decode(data.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new FhirRequestException(
          FailureKind.VALUE, place, "The data of the Binary are not base64.");
    }
    try {
      return reader.readArray(json);
    } catch (FhirRequestException e) {
      throw new FhirRequestException(
          FailureKind.VALUE,
          place,
          "The data of the Binary are no JSON Patch. Decoded, they are read as a body: "
              + e.getMessage());
    }
  }
}
