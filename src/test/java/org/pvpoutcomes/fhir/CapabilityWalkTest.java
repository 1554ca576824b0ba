package org.pvpoutcomes.fhir;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hamcrest.Matchers;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Walks the CapabilityStatement: what it claims works, and what it does not claim does not. Which
 * interactions, parameters and operations there could be is FHIR's own list, not ours.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CapabilityWalkTest {

  private static final String JSON = "application/fhir+json";

  /** Types of which FHIR demands more than the type: what makes an empty resource a valid one. */
  private static final Map<String, String> REQUIRED =
      Map.ofEntries(
          Map.entry(
              "AdverseEvent",
              "\"actuality\":\"actual\",\"subject\":{\"reference\":\"Patient/walk\"}"),
          Map.entry("BodyStructure", "\"patient\":{\"reference\":\"Patient/walk\"}"),
          Map.entry("ConceptMap", "\"status\":\"draft\""),
          Map.entry("Condition", "\"subject\":{\"reference\":\"Patient/walk\"}"),
          Map.entry("Device", "\"status\":\"active\""),
          Map.entry("Encounter", "\"status\":\"finished\",\"class\":{\"code\":\"IMP\"}"),
          Map.entry(
              "MedicationAdministration",
              "\"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/walk\"},\"effectiveDateTime\":\"2021-03-01\""),
          Map.entry(
              "MedicationStatement",
              "\"status\":\"completed\",\"medicationCodeableConcept\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/walk\"}"),
          Map.entry("Observation", "\"status\":\"final\",\"code\":{\"text\":\"x\"}"),
          Map.entry("Patient", "\"active\":true"),
          Map.entry(
              "Procedure", "\"status\":\"completed\",\"subject\":{\"reference\":\"Patient/walk\"}"),
          Map.entry(
              "Provenance",
              "\"target\":[{\"reference\":\"Patient/walk\"}],\"recorded\":\"2021-03-01T08:00:00Z\",\"agent\":[{\"who\":{\"display\":\"x\"}}]"),
          Map.entry("Questionnaire", "\"status\":\"draft\""),
          Map.entry("QuestionnaireResponse", "\"status\":\"completed\""),
          Map.entry(
              "ResearchSubject",
              "\"status\":\"candidate\",\"study\":{\"reference\":\"ResearchStudy/x\"},\"individual\":{\"reference\":\"Patient/walk\"}"));

  @Test
  void every_interaction_that_is_claimed_works_and_no_other() {
    for (CapabilityStatementRestResourceComponent resource : rest().getResource()) {
      Set<TypeRestfulInteraction> claimed =
          resource.getInteraction().stream()
              .map(CapabilityStatement.ResourceInteractionComponent::getCode)
              .collect(Collectors.toSet());
      for (TypeRestfulInteraction interaction : TypeRestfulInteraction.values()) {
        if (interaction != TypeRestfulInteraction.NULL) {
          int status = status(resource.getType(), interaction);
          assertThat(status < 300)
              .as(resource.getType() + " " + interaction + " " + status)
              .isEqualTo(claimed.contains(interaction));
        }
      }
    }
  }

  @Test
  void types_that_are_not_claimed_are_refused() {
    Set<String> claimed =
        rest().getResource().stream()
            .map(CapabilityStatementRestResourceComponent::getType)
            .collect(Collectors.toSet());
    List<String> others =
        FhirContext.forR4Cached().getResourceTypes().stream()
            .filter(type -> !claimed.contains(type))
            .toList();
    assertThat(others).hasSizeGreaterThan(100);
    for (String type : others) {
      given().get("/fhir/" + type).then().statusCode(404);
      given().get("/fhir/" + type + "/x").then().statusCode(404);
    }
  }

  @Test
  void every_search_parameter_that_is_claimed_is_used_and_no_other_of_R4() {
    FhirContext context = FhirContext.forR4Cached();
    for (CapabilityStatementRestResourceComponent resource : rest().getResource()) {
      Set<String> claimed = new HashSet<>();
      for (CapabilityStatementRestResourceSearchParamComponent parameter :
          resource.getSearchParam()) {
        claimed.add(parameter.getName());
        strict(resource.getType() + "?" + parameter.getName() + "=" + value(parameter))
            .then()
            .statusCode(200);
        strict(resource.getType() + "?" + parameter.getName() + ":missing=true")
            .then()
            .statusCode(
                parameter.getName().equals("_id") || parameter.getName().equals("_lastUpdated")
                    ? 400
                    : 200);
      }
      for (RuntimeSearchParam parameter :
          context.getResourceDefinition(resource.getType()).getSearchParams()) {
        if (!claimed.contains(parameter.getName())) {
          strict(resource.getType() + "?" + parameter.getName() + "=x").then().statusCode(400);
        }
      }
    }
  }

  @Test
  void every_include_that_is_claimed_works_and_no_other() {
    for (CapabilityStatementRestResourceComponent resource : rest().getResource()) {
      String type = resource.getType();
      assertIncludes(type, "_include", resource.getSearchInclude());
      assertIncludes(type, "_revinclude", resource.getSearchRevInclude());
      strict(type + "?_include=" + type + ":nothing").then().statusCode(400);
      strict(type + "?_revinclude=Observation:nothing").then().statusCode(400);
    }
  }

  @Test
  void every_operation_that_is_claimed_works_and_no_other() {
    create("Patient", "walk");
    Set<String> known =
        Set.of(
            "validate",
            "everything",
            "evaluate-measure",
            "meta",
            "meta-add",
            "document",
            "lastn",
            "stats",
            "match",
            "expand",
            "lookup",
            "translate",
            "graph",
            "convert",
            "snapshot");
    for (CapabilityStatementRestResourceComponent resource : rest().getResource()) {
      String type = resource.getType();
      Set<String> claimed =
          resource.getOperation().stream()
              .map(CapabilityStatement.CapabilityStatementRestResourceOperationComponent::getName)
              .collect(Collectors.toSet());
      for (String name : known) {
        boolean works =
            Stream.of(
                    "/$" + name,
                    "/walk/$" + name,
                    "/xu-2021/$" + name + "?periodStart=1900&periodEnd=2100")
                .anyMatch(
                    path ->
                        given()
                                    .contentType(JSON)
                                    .body(body(type, "walk"))
                                    .post("/fhir/" + type + path)
                                    .statusCode()
                                < 300
                            || given().get("/fhir/" + type + path).statusCode() < 300);
        assertThat(works).as(type + " $" + name).isEqualTo(claimed.contains(name));
      }
    }
  }

  @Test
  void the_system_interactions_and_formats_are_as_claimed() {
    CapabilityStatement statement = statement();
    assertThat(statement.getRestFirstRep().getInteraction())
        .extracting(interaction -> interaction.getCode().toCode())
        .containsExactlyInAnyOrder("transaction", "batch", "history-system");
    for (String type : List.of("transaction", "batch")) {
      given()
          .contentType(JSON)
          .body("{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\"}")
          .post("/fhir")
          .then()
          .statusCode(200);
    }
    given().get("/fhir/_history").then().statusCode(200);
    given().get("/fhir?_type=Patient").then().statusCode(405);
    assertThat(statement.getFormat()).extracting(CodeType::getCode).containsExactly("json", "xml");
    for (String format : List.of("json", "xml")) {
      given()
          .get("/fhir/metadata?_format=" + format)
          .then()
          .statusCode(200)
          .contentType("application/fhir+" + format);
    }
    for (String format : List.of("ttl", "html/xml", "text/turtle")) {
      given().get("/fhir/metadata?_format=" + format).then().statusCode(406);
    }
    assertThat(statement.getPatchFormat())
        .extracting(CodeType::getCode)
        .containsExactly(
            "application/json-patch+json", "application/fhir+json", "application/fhir+xml");
  }

  private static void assertIncludes(String type, String parameter, List<StringType> claimed) {
    for (StringType include : claimed) {
      strict(type + "?" + parameter + "=" + include.getValue()).then().statusCode(200);
    }
  }

  private static int status(String type, TypeRestfulInteraction interaction) {
    String id = "walk";
    String existing =
        REQUIRED.containsKey(type)
            ? create(type, id)
            : given().get("/fhir/" + type).jsonPath().getString("entry[0].resource.id");
    String instance = "/fhir/" + type + "/" + existing;
    return switch (interaction) {
      case READ -> given().get(instance).statusCode();
      case VREAD -> {
        String version = given().get(instance).jsonPath().getString("meta.versionId");
        yield given().get(instance + "/_history/" + version).statusCode();
      }
      case UPDATE ->
          given()
              .contentType(JSON)
              .body(body(type, id))
              .put("/fhir/" + type + "/" + id)
              .statusCode();
      case PATCH ->
          given()
              .contentType("application/json-patch+json")
              .body("[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"en\"}]")
              .patch(instance)
              .statusCode();
      case DELETE -> given().delete(instance).statusCode();
      case HISTORYINSTANCE -> given().get(instance + "/_history").statusCode();
      case HISTORYTYPE -> given().get("/fhir/" + type + "/_history").statusCode();
      case CREATE ->
          given().contentType(JSON).body(body(type, id)).post("/fhir/" + type).statusCode();
      case SEARCHTYPE -> given().get("/fhir/" + type).statusCode();
      case NULL -> throw new IllegalArgumentException();
    };
  }

  private static String create(String type, String id) {
    given()
        .contentType(JSON)
        .body(body(type, id))
        .put("/fhir/" + type + "/" + id)
        .then()
        .statusCode(Matchers.lessThan(300));
    return id;
  }

  private static String body(String type, String id) {
    String rest = REQUIRED.getOrDefault(type, "\"status\":\"draft\"");
    return "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + rest + "}";
  }

  private static String value(CapabilityStatementRestResourceSearchParamComponent parameter) {
    return switch (parameter.getType()) {
      case DATE -> "ge2021-03-01";
      case NUMBER, QUANTITY -> "gt1";
      case REFERENCE -> "Patient/walk";
      case URI -> "http://example.org/x";
      default -> "x";
    };
  }

  private static Response strict(String query) {
    return given().header("Prefer", "handling=strict").get("/fhir/" + query);
  }

  private static CapabilityStatementRestComponent rest() {
    return statement().getRestFirstRep();
  }

  private static CapabilityStatement statement() {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(CapabilityStatement.class, given().get("/fhir/metadata").asString());
  }
}
