package org.pvpoutcomes.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problem details as RFC 9457 §3 defines them.
 *
 * @param type identifies the kind of problem
 * @param title the same for all problems of the kind
 * @param status the HTTP status of the answer
 * @param detail what went wrong here and how to put it right
 * @param instance this occurrence: the path that was asked for, or the id under which an unexpected
 *     failure was logged ({@code urn:uuid:})
 * @param errors one entry per parameter or place of the body that is wrong; empty for other kinds
 *     of problem
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
   * What is wrong with one parameter, or at one place of the body. The value is not repeated: it
   * may be anything.
   *
   * @param parameter name of the parameter; null for the body
   * @param detail what is expected
   * @param allowed the values there are, where they can be listed
   * @param pointer JSON Pointer (RFC 6901) into the body; null for a parameter
   * @param line of the body, from 1; null for a parameter
   * @param column of the body, from 1; null for a parameter
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Violation(
      @Nullable String parameter,
      String detail,
      List<String> allowed,
      @Nullable String pointer,
      @Nullable Integer line,
      @Nullable Integer column) {

    /** What is wrong with one parameter. */
    public Violation(String parameter, String detail, List<String> allowed) {
      this(parameter, detail, allowed, null, null, null);
    }

    /** Copies the list. */
    public Violation {
      allowed = List.copyOf(allowed);
    }
  }
}
