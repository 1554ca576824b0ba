package org.pvpoutcomes.conformance;

import java.util.Locale;

/**
 * What a validator has to say about one place of a resource.
 *
 * @param code of FHIR R4 valueset-issue-type.html
 * @param expression FHIRPath of the place, starting at the resource type
 * @param text for whoever sent the resource. It may quote what is there, so it goes back to the
 *     sender and nowhere else
 */
public record ValidationIssue(Severity severity, String code, String expression, String text) {

  /** How bad it is (FHIR R4 valueset-issue-severity.html), the worst first. */
  public enum Severity {
    FATAL,
    ERROR,
    WARNING,
    INFORMATION;

    /** The code. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether it makes the resource invalid. */
  public boolean isError() {
    return severity.compareTo(Severity.ERROR) <= 0;
  }

  /** Without the text, so that no log ever quotes a patient. */
  @Override
  public String toString() {
    return severity.code() + " " + code + " at " + expression;
  }
}
