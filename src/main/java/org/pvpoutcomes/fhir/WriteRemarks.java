package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.conformance.ValidationIssue;
import org.pvpoutcomes.conformance.WriteValidation;

/** What the validation of a written resource has to say, where the site has switched it on. */
@Singleton
class WriteRemarks {

  private final WriteValidation validation;

  WriteRemarks(WriteValidation validation) {
    this.validation = validation;
  }

  /**
   * What there is to say about a resource.
   *
   * @param place what stands for the type name in the expressions of faults; null for itself
   * @throws FhirRequestException UNPROCESSABLE with all errors, where they are to be refused
   */
  List<ValidationIssue> on(String type, ObjectNode resource, @Nullable String place) {
    if (!validation.isOn()) {
      return List.of();
    }
    List<ValidationIssue> issues = validation.issues(type, resource.toString());
    if (validation.refuses(issues)) {
      throw new FhirRequestException(
          issues.stream()
              .filter(ValidationIssue::isError)
              .limit(ResourceWalk.MAX_ISSUES)
              .map(
                  issue ->
                      new Issue(
                          FailureKind.UNPROCESSABLE,
                          OperationOutcomes.rebased(issue.expression(), place),
                          issue.text()))
              .toList());
    }
    return issues;
  }
}
