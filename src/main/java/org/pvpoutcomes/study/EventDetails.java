package org.pvpoutcomes.study;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a leak or a clinical event beside what, where and when.
 *
 * @param severities each once, in their order
 * @param methods by which a leak was detected, each once, in their order
 * @param symptomatic whether a leak had clinical consequences; null where not said
 */
public record EventDetails(
    List<Severity> severities, List<DetectionMethod> methods, @Nullable Boolean symptomatic) {

  /** Nothing is said. */
  public static final EventDetails NONE = new EventDetails(List.of(), List.of(), null);

  /** Puts the lists in order, each element once. */
  public EventDetails {
    severities = severities.stream().distinct().sorted().toList();
    methods = methods.stream().distinct().sorted().toList();
  }

  /** All that either of two reports says; symptoms that one of them reports are there. */
  public EventDetails and(EventDetails other) {
    Boolean either = symptomatic;
    if (symptomatic == null || Boolean.TRUE.equals(other.symptomatic)) {
      either = other.symptomatic;
    }
    return new EventDetails(
        Stream.concat(severities.stream(), other.severities.stream()).toList(),
        Stream.concat(methods.stream(), other.methods.stream()).toList(),
        either);
  }
}
