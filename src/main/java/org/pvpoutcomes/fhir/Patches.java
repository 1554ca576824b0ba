package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Patch;
import org.pvpoutcomes.record.CheckedResource;

/**
 * Makes patches of the two languages that FHIR R4 http.html#patch has for JSON and for Parameters.
 * A malformed patch is refused here (400); one that cannot be applied, or whose result would not be
 * well-formed, when it is applied (422).
 *
 * <p>A patch cannot change {@code id} and {@code resourceType}. What it does to {@code
 * meta.versionId} and {@code meta.lastUpdated} is ignored: they are the server's. Thread-safe.
 */
@Singleton
class Patches {

  private final ResourceChecker checker;
  private final int maxDepth;

  @Inject
  Patches(ResourceChecker checker, FhirConfig config) {
    this(checker, config.maxDepth());
  }

  /** Patches that make nothing deeper than {@code maxDepth} levels of objects and arrays. */
  Patches(ResourceChecker checker, int maxDepth) {
    this.checker = checker;
    this.maxDepth = maxDepth;
  }

  /**
   * A JSON Patch (RFC 6902).
   *
   * @param operations the body
   * @param type type of the resource
   * @param place what the body is called in faults, such as {@code Bundle.entry[3].resource}; null
   *     for a body that is nothing but the patch
   * @throws FhirRequestException STRUCTURE with the place of the operation
   */
  Patch json(ArrayNode operations, String type, @Nullable String place) {
    JsonPatch patch = JsonPatch.read(operations, place, maxDepth);
    return new Checked(place, copy -> patch.apply(copy, place), patch::mayChange);
  }

  /**
   * A FHIRPath Patch (FHIR R4 fhirpatch.html).
   *
   * @param parameters the body: a Parameters resource
   * @param type type of the resource
   * @param place what stands for {@code Parameters} in faults; null for itself
   * @throws FhirRequestException with everything that is wrong
   */
  Patch fhirPath(ObjectNode parameters, String type, @Nullable String place) {
    if (!checker.type(parameters, place).equals("Parameters")) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE, place, "A FHIRPath Patch is a Parameters resource.");
    }
    checker.checkAny(parameters, place);
    String name = place == null ? "Parameters" : place;
    FhirPathPatch patch = FhirPathPatch.read(checker.shapes(), parameters, name, maxDepth);
    return new Checked(place, copy -> patch.apply(copy, type), patch::mayChange);
  }

  private CheckedResource applied(ObjectNode current, @Nullable String place, Change change) {
    JsonNode changed = change.apply(current.deepCopy());
    if (!(changed instanceof ObjectNode result)
        || !Objects.equals(result.get("id"), current.get("id"))
        || !Objects.equals(result.get("resourceType"), current.get("resourceType"))) {
      throw new FhirRequestException(
          FailureKind.UNPROCESSABLE, place, "A patch cannot change the id or the resourceType.");
    }
    restore(result, current, "versionId");
    restore(result, current, "lastUpdated");
    try {
      return checker.check(result, null);
    } catch (FhirRequestException e) {
      List<Issue> issues = new ArrayList<>();
      issues.add(
          new Issue(
              FailureKind.UNPROCESSABLE, place, "The patched resource would not be well-formed."));
      issues.addAll(e.issues());
      throw new FhirRequestException(issues);
    }
  }

  private static void restore(ObjectNode result, ObjectNode current, String name) {
    JsonNode own = current.path("meta").get(name);
    if (result.get("meta") instanceof ObjectNode meta) {
      if (own == null) {
        meta.remove(name);
      } else {
        meta.set(name, own);
      }
      if (meta.isEmpty()) {
        result.remove("meta");
      }
    } else if (own != null && !result.has("meta")) {
      result.putObject("meta").set(name, own);
    }
  }

  /** A patch whose result is checked. */
  private final class Checked implements Patch {

    private final @Nullable String place;
    private final Change change;
    private final Predicate<String> mayChange;

    Checked(@Nullable String place, Change change, Predicate<String> mayChange) {
      this.place = place;
      this.change = change;
      this.mayChange = mayChange;
    }

    @Override
    public CheckedResource apply(ObjectNode current) {
      return applied(current, place, change);
    }

    @Override
    public boolean mayChange(String element) {
      return mayChange.test(element);
    }
  }

  /** A change of a copy of the resource. */
  @FunctionalInterface
  private interface Change {
    JsonNode apply(ObjectNode copy);
  }
}
