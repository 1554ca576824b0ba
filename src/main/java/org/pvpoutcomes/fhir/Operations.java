package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;

/** The operations: which there are, and who carries them out (FHIR R4 operations.html). */
@ApplicationScoped
class Operations {

  /** All resources of one patient (patient-operation-everything.html). */
  static final String EVERYTHING = "$everything";

  /**
   * Whether a resource could be stored, and conforms to profiles
   * (resource-operation-validate.html).
   */
  static final String VALIDATE = "$validate";

  /** The figures of a measure (measure-operation-evaluate-measure.html). */
  static final String EVALUATE_MEASURE = "$evaluate-measure";

  private final Everything everything;
  private final Validation validation;
  private final MeasureOperation measures;

  Operations(Everything everything, Validation validation, MeasureOperation measures) {
    this.everything = everything;
    this.validation = validation;
    this.measures = measures;
  }

  /**
   * The methods of an operation's URL.
   *
   * @param id empty for the type level
   * @return none if there is no such operation
   */
  static Map<HttpMethod, Route> routes(String type, String id, String operation) {
    Map<HttpMethod, Route> routes = new EnumMap<>(HttpMethod.class);
    Route route = new Route(Interaction.OPERATION, type, id, "", operation);
    boolean ofInstance =
        (operation.equals(EVERYTHING) && type.equals("Patient"))
            || (operation.equals(EVALUATE_MEASURE) && type.equals(GeneratedMeasures.TYPE));
    if (ofInstance && !id.isEmpty()) {
      routes.put(HttpMethod.GET, route);
      routes.put(HttpMethod.POST, route);
    } else if (operation.equals(VALIDATE) && StoredTypes.ALL.contains(type)) {
      routes.put(HttpMethod.POST, route);
      if (!id.isEmpty()) {
        routes.put(HttpMethod.GET, route);
      }
    }
    return routes;
  }

  /** Carries one out. */
  FhirAnswer answer(FhirRequest request, Route route) {
    return switch (route.operation()) {
      case EVERYTHING -> everything.answer(request, route);
      case EVALUATE_MEASURE -> measures.answer(request, route);
      case VALIDATE -> validation.answer(request, route);
      default -> throw new IllegalStateException("No such operation is routed");
    };
  }
}
