package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.FhirPathPatch.Operation;

/** Reads the operations of a FHIRPath Patch from its Parameters. */
final class FhirPathPatchReader {

  /** Each goes through the resource; a longer change is an update. */
  private static final int MAX_OPERATIONS = 1_000;

  private static final int MAX_PATH = 1_000;

  private FhirPathPatchReader() {}

  /**
   * The operations, each complete.
   *
   * @throws FhirRequestException STRUCTURE with the place of the operation
   */
  static List<Operation> operations(ObjectNode parameters, String place) {
    JsonNode list = parameters.path("parameter");
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      PatchFaults faults = PatchFaults.of(place + ".parameter", i);
      if (i == MAX_OPERATIONS) {
        throw faults.malformed("A patch has at most " + MAX_OPERATIONS + " operations.");
      }
      operations.add(operation(list.get(i), faults));
    }
    return operations;
  }

  private static Operation operation(JsonNode parameter, PatchFaults faults) {
    if (!parameter.path("name").asText().equals("operation")) {
      throw faults.malformed("Every parameter of a patch is an operation.");
    }
    Map<String, ObjectNode> parts = new HashMap<>();
    for (JsonNode part : parameter.path("part")) {
      String name = part.path("name").asText();
      if (!List.of("type", "path", "name", "value", "index", "source", "destination").contains(name)
          || parts.put(name, (ObjectNode) part) != null) {
        throw faults.malformed(
            "An operation has the parts type, path, name, value, index, source and destination,"
                + " each once at most.");
      }
    }
    String type = text(parts.get("type"), "valueCode");
    String path = text(parts.get("path"), "valueString");
    ElementPath read = path == null || path.length() > MAX_PATH ? null : ElementPath.read(path);
    if (type == null || read == null) {
      throw faults.malformed(
          "An operation needs a type (valueCode) and a path (valueString) of element names,"
              + " indexes, first(), last(), ofType(), extension() and where(path = literal).");
    }
    Operation operation =
        new Operation(
            faults,
            type,
            read,
            text(parts.get("name"), "valueString"),
            parts.get("value"),
            whole(parts.get("index")),
            whole(parts.get("source")),
            whole(parts.get("destination")));
    requireParts(operation);
    return operation;
  }

  private static void requireParts(Operation operation) {
    boolean complete =
        switch (operation.type()) {
          case "add" -> operation.name() != null && operation.value() != null;
          case "insert" -> operation.index() >= 0 && operation.value() != null;
          case "delete" -> true;
          case "replace" -> operation.value() != null;
          case "move" -> operation.source() >= 0 && operation.destination() >= 0;
          default ->
              throw operation
                  .faults()
                  .malformed("The type must be add, insert, delete, replace or move.");
        };
    if (!complete) {
      throw operation
          .faults()
          .malformed(
              "An add needs name and value, an insert index and value, a replace value, a move source"
                  + " and destination; indexes are valueInteger, from 0.");
    }
  }

  private static @Nullable String text(@Nullable ObjectNode part, String property) {
    return part == null || !part.has(property) ? null : part.get(property).textValue();
  }

  private static int whole(@Nullable ObjectNode part) {
    return part == null ? -1 : part.path("valueInteger").asInt(-1);
  }
}
