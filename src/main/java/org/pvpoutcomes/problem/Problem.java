package org.pvpoutcomes.problem;

import java.net.URI;
import java.util.List;

/**
 * Problem details as RFC 9457 §3 defines them.
 *
 * @param type identifies the kind of problem
 * @param title the same for all problems of the kind
 * @param status the HTTP status of the answer
 * @param detail what went wrong here and how to put it right
 * @param instance this occurrence: the path that was asked for, or the id under which an unexpected
 *     failure was logged ({@code urn:uuid:})
 * @param errors one entry per parameter that is wrong; empty for other kinds of problem
 */
public record Problem(
    URI type, String title, int status, String detail, URI instance, List<Violation> errors) {

  /** Media type of problem details. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** Copies the list. */
  public Problem {
    errors = List.copyOf(errors);
  }

  /**
   * What is wrong with one parameter. The value is not repeated: it may be anything.
   *
   * @param parameter its name
   * @param detail what is expected
   * @param allowed the values there are, where they can be listed
   */
  public record Violation(String parameter, String detail, List<String> allowed) {
    /** Copies the list. */
    public Violation {
      allowed = List.copyOf(allowed);
    }
  }
}
