package org.pvpoutcomes.fhir;

import java.util.List;

/** What becomes of parameters that are not understood (FHIR R4 search.html#errors). */
final class Unsupported {

  private Unsupported() {}

  /**
   * Refuses the request if the client prefers it strict.
   *
   * @param remarks one per parameter, or its name
   */
  static void refuseIfStrict(List<String> remarks, FhirRequest request) {
    if (request.preference().strict() && !remarks.isEmpty()) {
      throw new FhirRequestException(
          remarks.stream()
              .map(remark -> new Issue(FailureKind.NOT_SUPPORTED, request.urlPlace(), text(remark)))
              .toList());
    }
  }

  /** The OperationOutcome that says which were not used. */
  static String remark(List<String> remarks) {
    return OperationOutcomes.remark(
            "warning", "not-supported", remarks.stream().map(Unsupported::text).toList())
        .toString();
  }

  private static String text(String remark) {
    return "A parameter was not used: " + remark;
  }
}
