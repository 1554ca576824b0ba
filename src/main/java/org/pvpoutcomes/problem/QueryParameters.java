package org.pvpoutcomes.problem;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The query parameters of a request, checked: a parameter that is unknown, repeated, empty or out
 * of range is refused rather than ignored, so that nobody reads figures of another question than
 * the one asked.
 */
public final class QueryParameters {

  private final Map<String, List<String>> values;

  private QueryParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * Takes the parameters of a request.
   *
   * @param allowed the names this resource knows; none if it takes no parameters
   * @throws ProblemException for another name, and for a name given twice or without a value
   */
  public static QueryParameters of(MultivaluedMap<String, String> parameters, String... allowed) {
    List<String> names = List.of(allowed);
    for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
      String name = parameter.getKey();
      if (!names.contains(name)) {
        throw ProblemException.invalidParameter(
            name,
            names.isEmpty()
                ? "this resource takes no parameters."
                : "this resource takes " + String.join(", ", names) + ".",
            names);
      }
      if (parameter.getValue().size() != 1 || parameter.getValue().getFirst().isBlank()) {
        throw ProblemException.invalidParameter(name, "give it once and with a value.", List.of());
      }
    }
    return new QueryParameters(parameters);
  }

  /** The text of the parameter, if given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst);
  }

  /**
   * The one of {@code choices} that the parameter names, if given.
   *
   * @param choices by name, in the order in which the problem lists them
   * @throws ProblemException when it names none of them
   */
  public <T> Optional<T> oneOf(String name, Map<String, T> choices) {
    return text(name)
        .map(
            value -> {
              T choice = choices.get(value);
              if (choice == null) {
                throw notOneOf(name, choices.keySet());
              }
              return choice;
            });
  }

  /**
   * The whole number of the parameter; {@code otherwise} when it is not given.
   *
   * @throws ProblemException when it is no whole number of {@code minimum} to {@code maximum}
   */
  public int integer(String name, int minimum, int maximum, int otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    // At most nine digits: fits an int, and the range check says the rest.
    if (text.get().matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(text.get());
      if (value >= minimum && value <= maximum) {
        return value;
      }
    }
    throw ProblemException.invalidParameter(
        name, "a whole number from " + minimum + " to " + maximum + " is expected.", List.of());
  }

  private static ProblemException notOneOf(String name, Collection<String> choices) {
    return ProblemException.invalidParameter(
        name, "one of " + String.join(", ", choices) + " is expected.", choices);
  }
}
