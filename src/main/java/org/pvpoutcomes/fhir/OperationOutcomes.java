package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.conformance.ValidationIssue;
import org.pvpoutcomes.ingest.Written;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.record.StoredVersion;

/** Builds OperationOutcomes (FHIR R4 operationoutcome.html) as JSON trees. */
final class OperationOutcomes {

  private OperationOutcomes() {}

  /** An outcome with one error per issue; fatal for a fault of the server. */
  static ObjectNode of(List<Issue> issues) {
    ObjectNode outcome = outcome();
    for (Issue issue : issues) {
      String severity = issue.kind() == FailureKind.UNEXPECTED ? "fatal" : "error";
      add(outcome, severity, issue.kind().code(), issue.text(), issue.expression());
    }
    return outcome;
  }

  /**
   * An outcome on a write: what it did, what validation and mapping found, what is mapped again.
   *
   * @param done whether to say what it did
   * @param place what stands for the type name in expressions: {@code Bundle.entry[3].resource};
   *     null for the type name itself
   */
  static ObjectNode of(
      Written written, List<ValidationIssue> remarks, boolean done, @Nullable String place) {
    ObjectNode outcome = outcome();
    if (done) {
      add(outcome, "information", "informational", done(written), null);
    }
    addRemapping(outcome, written);
    remarks.forEach(remark -> add(outcome, remark, place));
    addFindings(outcome, written, place);
    return outcome;
  }

  /** Whether there is more to say about a write than that it was done. */
  static boolean hasNews(Written written) {
    return !written.findings().isEmpty() || written.mappedAgain() > 0;
  }

  /**
   * The outcome of a validation.
   *
   * @param refusals what a write would be refused for
   * @param remarks what the specification and profiles do not allow, or advise against
   */
  static ObjectNode ofValidation(List<Issue> refusals, List<ValidationIssue> remarks) {
    ObjectNode outcome = of(refusals);
    remarks.forEach(remark -> add(outcome, remark, null));
    if (outcome.path("issue").isEmpty()) {
      add(outcome, "information", "informational", "Nothing is wrong.", null);
    }
    return outcome;
  }

  /** An outcome with one remark on a request that was carried out. */
  static ObjectNode remark(String severity, String code, List<String> texts) {
    ObjectNode outcome = outcome();
    texts.forEach(text -> add(outcome, severity, code, text, null));
    return outcome;
  }

  private static void add(ObjectNode outcome, ValidationIssue remark, @Nullable String place) {
    String expression = remark.expression();
    add(
        outcome,
        remark.severity().code(),
        remark.code(),
        remark.text(),
        expression.isEmpty() ? null : rebased(expression, place));
  }

  /**
   * Puts a place in front of an expression.
   *
   * @param expression from the resource type: {@code Observation.subject}
   * @param place what stands for the type name; null to leave it
   */
  static String rebased(String expression, @Nullable String place) {
    if (place == null) {
      return expression;
    }
    int dot = expression.indexOf('.');
    return dot < 0 ? place : place + expression.substring(dot);
  }

  private static void addRemapping(ObjectNode outcome, Written written) {
    if (written.mappedAgain() > 0) {
      add(
          outcome,
          "information",
          "informational",
          "The meaning of codes changed. Stored resources are being mapped again in the background: "
              + written.mappedAgain()
              + ". GET /api/v1/vocabulary shows the progress.",
          null);
    }
  }

  private static void addFindings(ObjectNode outcome, Written written, @Nullable String place) {
    for (Finding finding : written.findings()) {
      boolean warning = finding.severity() == Finding.Severity.WARNING;
      ObjectNode issue =
          add(
              outcome,
              warning ? "warning" : "information",
              warning ? "business-rule" : "informational",
              finding.text(),
              rebased(finding.expression(), place));
      issue.put("diagnostics", "Rule " + finding.rule());
    }
  }

  private static String done(Written written) {
    StoredVersion stored = written.stored();
    if (stored == null) {
      return "Nothing deleted: there is no such resource.";
    }
    String name = stored.type() + "/" + stored.id() + " version " + stored.version();
    return switch (written.result()) {
      case CREATED -> "Created " + name + ".";
      case UPDATED -> "Updated to " + name + ".";
      case UNCHANGED -> "Unchanged: the content is that of " + name + ".";
      case MATCHED -> "Nothing created: the condition matches " + name + ".";
      case DELETED -> "Deleted: " + name + " is the deletion.";
      case NOTHING_DELETED -> "Nothing deleted: it is deleted already, as " + name + ".";
    };
  }

  private static ObjectNode outcome() {
    ObjectNode outcome = JsonNodeFactory.instance.objectNode();
    outcome.put("resourceType", "OperationOutcome");
    outcome.putArray("issue");
    return outcome;
  }

  private static ObjectNode add(
      ObjectNode outcome, String severity, String code, String text, @Nullable String expression) {
    ObjectNode issue = ((ArrayNode) outcome.get("issue")).addObject();
    issue.put("severity", severity);
    issue.put("code", code);
    issue.putObject("details").put("text", text);
    if (expression != null) {
      issue.putArray("expression").add(expression);
    }
    return issue;
  }
}
