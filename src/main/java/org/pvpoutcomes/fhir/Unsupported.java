package org.pvpoutcomes.fhir;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.pvpoutcomes.search.QueryParameter;

/** What becomes of parameters that are not understood (FHIR R4 search.html#errors). */
final class Unsupported {

  /** A parameter with modifiers and chains; anything else might be a value that lost its name. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_$][A-Za-z_-]{0,63}([.:][A-Za-z_-]{1,64}){0,8}");

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

  /**
   * Refuses a request whose answer has no room for a remark, if the client prefers it strict.
   *
   * @param own parameters that it may have beside those of any request
   */
  static void refuseIfStrict(FhirRequest request, Set<String> own) {
    List<String> others =
        QueryText.parameters(request.query(), request.urlPlace()).stream()
            .map(QueryParameter::name)
            .filter(name -> !own.contains(name) && !Presentation.PARAMETERS.contains(name))
            .map(name -> text(name, "This interaction takes no search parameters."))
            .toList();
    refuseIfStrict(others, request);
  }

  /** The OperationOutcome that says which were not used. */
  static String remark(List<String> remarks) {
    return OperationOutcomes.remark(
            "warning", "not-supported", remarks.stream().map(Unsupported::text).toList())
        .toString();
  }

  /** A remark that names the parameter, unless what stands in its place is no name. */
  static String text(String name, String remedy) {
    return NAME.matcher(name).matches() ? name + ". " + remedy : remedy;
  }

  private static String text(String remark) {
    return "A parameter was not used: " + remark;
  }
}
