package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.conformance.ProfileValidator;
import org.pvpoutcomes.conformance.UnknownProfileException;
import org.pvpoutcomes.conformance.ValidationIssue;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.QueryParameter;

/**
 * The operation {@code $validate}, of a type and of an instance (FHIR R4
 * resource-operation-validate.html). Nothing is stored. The answer is 200 with an OperationOutcome,
 * whatever was found; its errors are what a write would be refused for, and what the base
 * specification or a profile does not allow.
 */
@ApplicationScoped
class Validation {

  private static final Set<String> MODES = Set.of("create", "update", "delete", "profile");

  private final RecordRepository record;
  private final ResourceChecker checker;
  private final JsonReader reader;
  private final ProfileValidator validator;

  Validation(
      RecordRepository record,
      ResourceChecker checker,
      JsonReader reader,
      ProfileValidator validator) {
    this.record = record;
    this.checker = checker;
    this.reader = reader;
    this.validator = validator;
  }

  /** What the operation is given, in the URL or as Parameters. */
  private record Input(@Nullable JsonNode resource, @Nullable String mode, List<String> profiles) {}

  /** Carries it out. */
  FhirAnswer answer(FhirRequest request, Route route) {
    Input input = input(request);
    String mode = input.mode;
    if (mode != null && !MODES.contains(mode)) {
      throw new FhirRequestException(
          FailureKind.VALUE,
          request.urlPlace(),
          "The mode is one of create, update, delete and profile.");
    }
    if (route.id().isEmpty() && ("update".equals(mode) || "delete".equals(mode))) {
      throw new FhirRequestException(
          FailureKind.VALUE,
          request.urlPlace(),
          "The mode " + mode + " is for a resource that is there: use [type]/[id]/$validate.");
    }
    StoredVersion stored = route.id().isEmpty() ? null : stored(request, route);
    if ("delete".equals(mode)) {
      return FhirAnswer.of(OperationOutcomes.ofValidation(List.of(), List.of()).toString());
    }
    JsonNode resource = input.resource;
    if (resource == null && stored != null) {
      resource = reader.readOwn(stored.content());
    }
    if (!(resource instanceof ObjectNode tree)) {
      throw new FhirRequestException(
          FailureKind.REQUIRED,
          request.resourcePlace(),
          "A resource is needed: as the body, or as the parameter resource.");
    }
    requireType(tree, route, request);
    return outcome(tree, route, mode, input.profiles);
  }

  private FhirAnswer outcome(
      ObjectNode tree, Route route, @Nullable String mode, List<String> profiles) {
    String json = tree.toString();
    List<Issue> refusals = new ArrayList<>();
    try {
      checker.check(tree, null);
    } catch (FhirRequestException refusal) {
      refusals.addAll(refusal.issues());
    }
    if ("update".equals(mode) && !tree.path("id").asText().equals(route.id())) {
      refusals.add(
          new Issue(
              FailureKind.ID_MISMATCH,
              route.type() + ".id",
              "An update needs the id of the URL in the resource too."));
    }
    // Of one fault, two texts would be one too many.
    List<ValidationIssue> remarks =
        validated(json, profiles).stream()
            .filter(remark -> !remark.isError() || !isNamed(refusals, remark.expression()))
            .toList();
    return FhirAnswer.of(OperationOutcomes.ofValidation(refusals, remarks).toString());
  }

  private static boolean isNamed(List<Issue> refusals, String expression) {
    return refusals.stream().anyMatch(refusal -> expression.equals(refusal.expression()));
  }

  private List<ValidationIssue> validated(String json, List<String> profiles) {
    try {
      return validator.validate(json, profiles);
    } catch (UnknownProfileException e) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED, Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }

  private StoredVersion stored(FhirRequest request, Route route) {
    StoredVersion stored =
        TextRules.isId(route.id()) ? record.current(route.type(), route.id()).orElse(null) : null;
    if (stored == null || stored.isDeletion()) {
      throw new FhirRequestException(
          stored == null ? FailureKind.NOT_FOUND : FailureKind.DELETED,
          request.urlPlace(),
          "There is no such resource; validate one that is new at the URL of its type.");
    }
    return stored;
  }

  private void requireType(ObjectNode tree, Route route, FhirRequest request) {
    String place = request.resourcePlace();
    String actual = checker.type(tree, place);
    if (!actual.equals(route.type())) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE,
          place == null ? actual : place,
          "The resource is a " + actual + " and the URL is that of " + route.type() + ".");
    }
  }

  private static Input input(FhirRequest request) {
    String mode = null;
    List<String> profiles = new ArrayList<>();
    for (QueryParameter parameter : QueryText.parameters(request.query(), request.urlPlace())) {
      switch (parameter.name()) {
        case "mode" -> mode = parameter.value();
        case "profile" -> profiles.add(parameter.value());
        default -> {
          if (!Presentation.PARAMETERS.contains(parameter.name())) {
            throw new FhirRequestException(
                FailureKind.NOT_SUPPORTED,
                request.urlPlace(),
                "$validate takes the parameters resource, mode and profile.");
          }
        }
      }
    }
    JsonNode resource = request.body();
    if (resource != null && resource.path("resourceType").asText().equals("Parameters")) {
      JsonNode parameters = resource.path("parameter");
      resource = null;
      for (JsonNode parameter : parameters) {
        switch (parameter.path("name").asText()) {
          case "resource" -> resource = parameter.get("resource");
          case "mode" -> mode = parameter.path("valueCode").asText();
          case "profile" ->
              profiles.add(
                  parameter.path("valueUri").asText(parameter.path("valueCanonical").asText()));
          default ->
              throw new FhirRequestException(
                  FailureKind.NOT_SUPPORTED,
                  "Parameters.parameter",
                  "$validate takes the parameters resource, mode and profile.");
        }
      }
    }
    return new Input(resource, mode, profiles);
  }
}
