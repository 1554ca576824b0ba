package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.CheckedResource;

/**
 * Decides whether a JSON tree is well-formed FHIR R4: known elements, JSON kinds, cardinalities,
 * primitive values, codes of required bindings, and the rules on contained resources and
 * extensions. Profiles, terminologies and the other invariants are not its business;
 * src/docs/adr/0003 says why.
 *
 * <p>All faults of a resource are reported, up to {@link ResourceWalk#MAX_ISSUES}. Thread-safe.
 */
@Singleton
@Startup // The definitions take seconds to build: before the first request rather than in it.
class ResourceChecker {

  private static final String RESOURCE_TYPE = "resourceType";

  private final ElementShapes shapes;

  ResourceChecker() {
    shapes = new ElementShapes(FhirContext.forR4Cached());
    shapes.resource("Bundle");
    StoredTypes.ALL.forEach(shapes::resource);
  }

  /** What the types hold. */
  ElementShapes shapes() {
    return shapes;
  }

  /**
   * Checks a resource.
   *
   * @param resource the tree; the result holds the same one
   * @param place what stands for the type name in the expressions of faults, such as {@code
   *     Bundle.entry[3].resource}; null for the type name itself
   * @throws FhirRequestException with everything that is wrong; TYPE_NOT_SUPPORTED for a type that
   *     is not stored
   */
  CheckedResource check(ObjectNode resource, @Nullable String place) {
    String type = StoredTypes.require(type(resource, place), place);
    ResourceWalk walk = new ResourceWalk(shapes, type, place, true);
    walk.resource(resource, type);
    return walk.result(resource, type);
  }

  /**
   * Checks a resource of any type of FHIR R4, stored or not.
   *
   * @param place what stands for the type name in the expressions of faults; null for itself
   * @throws FhirRequestException with everything that is wrong
   */
  void checkAny(ObjectNode resource, @Nullable String place) {
    String type = type(resource, place);
    ResourceWalk walk = new ResourceWalk(shapes, type, place, false);
    walk.resource(resource, type);
    walk.throwIfFaulty();
  }

  /**
   * Checks a Bundle without looking into the resources of its entries.
   *
   * @throws FhirRequestException with everything that is wrong
   */
  void checkEnvelope(ObjectNode bundle) {
    String type = type(bundle, null);
    if (!type.equals("Bundle")) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE,
          type,
          "A Bundle is needed here. Send a single resource to its type: POST [base]/" + type + ".");
    }
    ResourceWalk walk = new ResourceWalk(shapes, type, null, false);
    walk.resource(bundle, type);
    walk.throwIfFaulty();
  }

  /**
   * The resource type that a tree names.
   *
   * @throws FhirRequestException if it names none of FHIR R4
   */
  String type(ObjectNode resource, @Nullable String place) {
    JsonNode type = resource.get(RESOURCE_TYPE);
    if (type == null) {
      throw new FhirRequestException(
          FailureKind.REQUIRED, place, "The property resourceType is missing.");
    }
    if (!type.isTextual() || shapes.resource(type.textValue()) == null) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE, place, "The resourceType is not one of FHIR R4.");
    }
    return type.textValue();
  }
}
