package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with one operation of a patch, and where it stands.
 *
 * @param place where the operation stands in the body: {@code Bundle.entry[2].resource[0]}
 */
record PatchFaults(String place) {

  /** Those of the operation with that index. */
  static PatchFaults of(@Nullable String place, int index) {
    return new PatchFaults((place == null ? "" : place) + "[" + index + "]");
  }

  /** The patch is none: 400. */
  FhirRequestException malformed(String text) {
    return new FhirRequestException(FailureKind.STRUCTURE, place, text);
  }

  /** The patch is one, and cannot be carried out on this resource: 422. */
  FhirRequestException unprocessable(String text) {
    return new FhirRequestException(FailureKind.UNPROCESSABLE, place, text);
  }

  /** What a patch may add: a few operations that copy what they copied would fill any memory. */
  static final class Budget {

    private final int maxDepth;
    private int left = JsonReader.MAX_TOKENS / 2;
    private long visits = JsonReader.MAX_TOKENS;

    Budget(int maxDepth) {
      this.maxDepth = maxDepth;
    }

    /**
     * Refuses to look at more elements: each operation looks for its own, others wait for the
     * resource meanwhile, and the whole takes seconds at most.
     */
    void visit(int count, PatchFaults faults) {
      visits -= count;
      if (visits < 0) {
        throw faults.unprocessable(
            "The patch looks at too many elements of the resource; update it instead.");
      }
    }

    /** Refuses a value that is too large, or lies too deep where it is put. */
    void spend(JsonNode value, int depth, PatchFaults faults) {
      left--;
      if (depth > maxDepth || left < 0) {
        throw faults.unprocessable("The patch makes the resource too large or too deep.");
      }
      for (JsonNode child : value) {
        spend(child, depth + 1, faults);
      }
    }
  }
}
