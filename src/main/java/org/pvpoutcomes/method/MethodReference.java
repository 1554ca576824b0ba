package org.pvpoutcomes.method;

/**
 * A method as an answer names it.
 *
 * @param link to all that is known of it: a path
 */
public record MethodReference(String id, int version, String definition, String link) {

  /** Of the version in force. */
  static MethodReference to(Method method) {
    return new MethodReference(
        method.id(), method.version(), method.definition(), "/api/v1/methods/" + method.id());
  }
}
