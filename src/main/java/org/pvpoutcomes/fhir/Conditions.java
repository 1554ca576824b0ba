package org.pvpoutcomes.fhir;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.search.QueryParameter;
import org.pvpoutcomes.search.SearchQueryReader;
import org.pvpoutcomes.search.SearchRefusedException;

/**
 * Reads the query of a conditional interaction or reference (FHIR R4 http.html#ccreate, #trules).
 * Nothing is ignored: a condition that is read more loosely than it was meant would match, and
 * overwrite or delete, the wrong resource.
 */
final class Conditions {

  private Conditions() {}

  /**
   * Reads a query.
   *
   * @param type resource type that the condition is on
   * @param query what stands after the question mark
   * @param base the server's base URL; null if references to it are not expected
   * @param expression its place in a Bundle; null if it stands in the URL or a header
   * @throws FhirRequestException if any part of it is not understood, or there is none
   */
  static Condition parse(
      String type, String query, @Nullable String base, @Nullable String expression) {
    List<QueryParameter> parameters =
        QueryText.parameters(query, expression).stream()
            .filter(parameter -> !Presentation.PARAMETERS.contains(parameter.name()))
            .toList();
    try {
      return SearchQueryReader.condition(type, parameters, base);
    } catch (SearchRefusedException e) {
      throw refused(e, expression);
    }
  }

  /** The refusal of a search that cannot be read. */
  static FhirRequestException refused(SearchRefusedException e, @Nullable String expression) {
    return new FhirRequestException(
        e.isNotSupported() ? FailureKind.NOT_SUPPORTED : FailureKind.CONDITION,
        expression,
        Objects.requireNonNullElse(e.getMessage(), ""));
  }
}
