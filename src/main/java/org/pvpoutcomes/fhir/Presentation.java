package org.pvpoutcomes.fhir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.search.QueryParameter;

/**
 * How an answer is to look: the parameters that any request may have (FHIR R4 http.html#parameters,
 * search.html#summary, #elements).
 *
 * @param format of the answer
 * @param pretty whether a human reads it
 * @param summary what of each resource is wanted; null for all
 * @param elements names of the elements that are wanted; empty for all
 */
record Presentation(
    Format format, boolean pretty, @Nullable Summary summary, Set<String> elements) {

  /** Names of the parameters that are read here. */
  static final Set<String> PARAMETERS = Set.of("_format", "_pretty", "_summary", "_elements");

  /** Nothing asked for. */
  static final Presentation PLAIN = new Presentation(Format.JSON, false, null, Set.of());

  /** The values of {@code _summary} that leave something out. */
  enum Summary {
    TRUE,
    TEXT,
    DATA,
    COUNT
  }

  Presentation {
    elements = Set.copyOf(elements);
  }

  /**
   * Reads the parameters; the others are not its business.
   *
   * @param accept the header; null if there is none, as in a Bundle
   * @throws FhirRequestException for a value that does not exist
   */
  static Presentation of(
      List<QueryParameter> query, @Nullable String accept, @Nullable String expression) {
    String format = null;
    boolean pretty = false;
    Summary summary = null;
    Set<String> elements = new LinkedHashSet<>();
    for (QueryParameter parameter : query) {
      switch (parameter.name()) {
        case "_format" -> format = parameter.value();
        case "_pretty" -> pretty = pretty(parameter.value(), expression);
        case "_summary" -> summary = summary(parameter.value(), expression);
        case "_elements" -> addElements(parameter.value(), elements, expression);
        default -> {
          // A search parameter.
        }
      }
    }
    return new Presentation(Format.ofAnswer(format, accept), pretty, summary, elements);
  }

  /** How an OperationOutcome on the request is to look: always whole. */
  Presentation ofRefusal() {
    return new Presentation(format, pretty, null, Set.of());
  }

  /** Whether resources are given as they are kept. */
  boolean isWhole() {
    return (summary == null || summary == Summary.COUNT) && elements.isEmpty();
  }

  private static boolean pretty(String value, @Nullable String expression) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new FhirRequestException(
              FailureKind.CONDITION, expression, "_pretty must be true or false.");
    };
  }

  private static @Nullable Summary summary(String value, @Nullable String expression) {
    return switch (value) {
      case "true" -> Summary.TRUE;
      case "text" -> Summary.TEXT;
      case "data" -> Summary.DATA;
      case "count" -> Summary.COUNT;
      case "false" -> null;
      default ->
          throw new FhirRequestException(
              FailureKind.CONDITION,
              expression,
              "_summary must be true, text, data, count or false.");
    };
  }

  private static void addElements(String value, Set<String> elements, @Nullable String expression) {
    for (String name : value.split(",", -1)) {
      String element = name.strip();
      if (!TextRules.isElementName(element)) {
        throw new FhirRequestException(
            FailureKind.CONDITION,
            expression,
            "_elements must be names of elements of the resource itself, separated by commas.");
      }
      elements.add(element);
    }
  }
}
