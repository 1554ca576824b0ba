package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (RFC 6902): read and checked once, then applied to any number of resources. The
 * language is so small, and faults in it are so varied, that it is carried out here; src/docs/adr/
 * 0014 says what was found wrong with the libraries.
 *
 * @param operations in their order
 * @param maxDepth deepest nesting of objects and arrays that a patch may bring about
 */
record JsonPatch(List<Operation> operations, int maxDepth) {

  /** Numbers and leading zeros as RFC 6901 §4 has them; more digits exceed any array. */
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  /** Copies the list. */
  JsonPatch {
    operations = List.copyOf(operations);
  }

  /** A patch is carried out while the resource is locked. */
  private static final int MAX_OPERATIONS = 1000;

  /** One operation; {@code from} and {@code value} only where its kind has them. */
  record Operation(
      String op, List<String> path, @Nullable List<String> from, @Nullable JsonNode value) {}

  /**
   * Reads a patch.
   *
   * @param place what the array is called in faults, or null
   * @throws FhirRequestException STRUCTURE for what RFC 6902 does not allow
   */
  static JsonPatch read(ArrayNode patch, @Nullable String place, int maxDepth) {
    if (patch.size() > MAX_OPERATIONS) {
      throw new FhirRequestException(
          FailureKind.TOO_LARGE,
          place,
          "More than " + MAX_OPERATIONS + " operations; update the resource instead.");
    }
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < patch.size(); i++) {
      operations.add(operation(patch.get(i), PatchFaults.of(place, i)));
    }
    return new JsonPatch(operations, maxDepth);
  }

  private static Operation operation(JsonNode operation, PatchFaults faults) {
    String op = operation.path("op").asText();
    List<String> path = pointer(operation, "path", faults);
    return switch (op) {
      case "add", "replace", "test" -> {
        JsonNode value = operation.get("value");
        if (value == null) {
          throw faults.malformed("This operation needs a value.");
        }
        yield new Operation(op, path, null, value);
      }
      case "move", "copy" -> new Operation(op, path, pointer(operation, "from", faults), null);
      case "remove" -> new Operation(op, path, null, null);
      default -> throw faults.malformed("The op must be add, remove, replace, move, copy or test.");
    };
  }

  /** The tokens of a JSON Pointer (RFC 6901), without escapes. */
  private static List<String> pointer(JsonNode operation, String name, PatchFaults faults) {
    JsonNode node = operation.get(name);
    if (node == null || !node.isTextual()) {
      throw faults.malformed("This operation needs a JSON Pointer: " + name + ".");
    }
    String text = node.textValue();
    if (text.isEmpty()) {
      return List.of();
    }
    if (text.charAt(0) != '/' || text.matches("(?s).*~(?![01]).*")) {
      throw faults.malformed(
          "A JSON Pointer starts with a slash, and ~ in it is written ~0: " + name + ".");
    }
    List<String> tokens = new ArrayList<>();
    for (String token : text.substring(1).split("/", -1)) {
      tokens.add(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
  }

  /**
   * Carries the operations out.
   *
   * @param target changed, also if it fails
   * @throws FhirRequestException UNPROCESSABLE, with the operation's place, for the first that
   *     cannot be carried out
   */
  JsonNode apply(ObjectNode target, @Nullable String place) {
    JsonNode root = target;
    PatchFaults.Budget budget = new PatchFaults.Budget(maxDepth);
    for (int i = 0; i < operations.size(); i++) {
      root = apply(root, operations.get(i), PatchFaults.of(place, i), budget);
    }
    return root;
  }

  /** Whether an operation may change that element of the resource itself. */
  boolean mayChange(String element) {
    return operations.stream()
        .anyMatch(
            operation ->
                reaches(operation.path(), element)
                    || (operation.from() != null && reaches(operation.from(), element)));
  }

  private static boolean reaches(List<String> path, String element) {
    return path.isEmpty() || path.getFirst().equals(element);
  }

  private static JsonNode apply(
      JsonNode root, Operation operation, PatchFaults faults, PatchFaults.Budget budget) {
    List<String> path = operation.path();
    JsonNode value = operation.value();
    List<String> from = operation.from();
    switch (operation.op()) {
      case "test" -> {
        if (value == null || !value.equals(NUMBERS, find(root, path, faults))) {
          throw faults.unprocessable("The value tested for is not there.");
        }
        return root;
      }
      case "remove" -> {
        remove(root, path, faults);
        return root;
      }
      case "replace" -> {
        find(root, path, faults);
        if (!path.isEmpty()) {
          parent(root, path, faults);
        }
      }
      case "move" -> {
        if (from != null && from.equals(path)) {
          find(root, from, faults);
          return root;
        }
        if (from != null
            && path.size() > from.size()
            && path.subList(0, from.size()).equals(from)) {
          throw faults.unprocessable("Nothing can be moved into itself.");
        }
        value = remove(root, from == null ? path : from, faults);
      }
      case "copy" -> value = find(root, from == null ? path : from, faults);
      default -> {
        // Adding is what the others end with.
      }
    }
    if (value == null) {
      throw new IllegalStateException("an operation without its value");
    }
    budget.spend(value, path.size(), faults);
    return put(root, path, value.deepCopy(), operation.op().equals("replace"), faults);
  }

  private static JsonNode put(
      JsonNode root, List<String> path, JsonNode value, boolean replace, PatchFaults faults) {
    if (path.isEmpty()) {
      return value;
    }
    JsonNode parent = parent(root, path, faults);
    String last = path.getLast();
    if (parent instanceof ObjectNode object) {
      object.set(last, value);
    } else if (parent instanceof ArrayNode array) {
      int index = last.equals("-") ? array.size() : index(last, faults);
      if (index > array.size()) {
        throw faults.unprocessable("The index is beyond the end of the array.");
      }
      if (replace) {
        array.set(index, value);
      } else {
        array.insert(index, value);
      }
    } else {
      throw faults.unprocessable("The path leads into a value that is no object or array.");
    }
    return root;
  }

  private static JsonNode remove(JsonNode root, List<String> path, PatchFaults faults) {
    if (path.isEmpty()) {
      throw faults.unprocessable("The resource itself cannot be taken away.");
    }
    JsonNode value = find(root, path, faults);
    JsonNode parent = parent(root, path, faults);
    if (parent instanceof ArrayNode array) {
      array.remove(index(path.getLast(), faults));
    } else if (parent instanceof ObjectNode object) {
      object.remove(path.getLast());
    }
    return value;
  }

  private static JsonNode parent(JsonNode root, List<String> path, PatchFaults faults) {
    return find(root, path.subList(0, path.size() - 1), faults);
  }

  private static JsonNode find(JsonNode root, List<String> path, PatchFaults faults) {
    JsonNode node = root;
    for (String token : path) {
      JsonNode next =
          node instanceof ArrayNode && !token.equals("-")
              ? node.get(index(token, faults))
              : node.get(token);
      if (next == null) {
        throw faults.unprocessable("The path leads to nothing in the resource.");
      }
      node = next;
    }
    return node;
  }

  private static int index(String token, PatchFaults faults) {
    if (!INDEX.matcher(token).matches()) {
      throw faults.unprocessable("The path has no index of an array where it needs one.");
    }
    return Integer.parseInt(token);
  }

  /** Numbers are equal if their values are (RFC 6902 §4.6). */
  private static final Comparator<JsonNode> NUMBERS =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;
}
