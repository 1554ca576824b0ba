package org.pvpoutcomes.reference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.SyntheticStudy.Request;

/**
 * A hospital is connected by its ConceptMaps alone. clinic.example sends the patients of
 * hospital.example in a dialect of its own ({@link SecondDialect}); every answer about the study
 * has to stay the same, byte by byte, and so has what is known of each patient, but for the ids.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecondHospitalTest {

  private static final String MEMBERS = "/api/v1/studies/xu-2021/members";
  private static final List<String> OF_THE_RECORD =
      List.of("id", "reference", "source", "sources", "evidence", "status", "usedFor");

  private Map<String, String> answersAboutTheFirst = Map.of();
  private List<String> membersOfTheFirst = List.of();

  @BeforeEach
  void ask_about_the_first_hospital() {
    SyntheticStudy.requests().forEach(SecondHospitalTest::accepted);
    answersAboutTheFirst = StudyAnswers.ask().texts();
    membersOfTheFirst = members();
    assertThat(answersAboutTheFirst.get("outcomes")).contains("\"patients\":39,");
    EmptyRecord.make();
  }

  @Test
  void the_same_patients_in_another_dialect_give_the_same_answers() {
    conceptMaps().forEach(SecondHospitalTest::accepted);
    for (Request request : patients()) {
      assertThat(accepted(request).asString()).doesNotContain("\"severity\":\"warning\"");
    }
    sameAsOfTheFirst();
  }

  @Test
  void the_concept_maps_are_what_connects_the_hospital_even_when_they_come_last() {
    patients().forEach(SecondHospitalTest::accepted);
    assertThat(StudyAnswers.ask().texts().get("outcomes")).contains("\"patients\":0,");

    conceptMaps().forEach(SecondHospitalTest::accepted);
    sameAsOfTheFirst();
  }

  @Test
  void the_dialect_shares_no_terminology_with_the_first_hospital() {
    List<Request> patients = patients();
    assertThat(patients).hasSize(2 * 39);
    assertThat(patients)
        .extracting(Request::body)
        .allSatisfy(
            body ->
                assertThat(body)
                    .doesNotContain(
                        "hospital.example", "snomed.info", "loinc.org", "/sid/icd", "XU-"));
  }

  private void sameAsOfTheFirst() {
    assertThat(StudyAnswers.ask().texts()).isEqualTo(answersAboutTheFirst);
    assertThat(members()).hasSize(39).isEqualTo(membersOfTheFirst);
  }

  /** Each patient without ids and sources, and in an order that does not depend on them. */
  private static List<String> members() {
    List<String> members = new ArrayList<>();
    for (JsonNode summary : json(MEMBERS + "?limit=1000").path("members")) {
      JsonNode member = json(MEMBERS + "/" + summary.path("id").asText());
      for (String name : OF_THE_RECORD) {
        member.findParents(name).forEach(parent -> ((ObjectNode) parent).remove(name));
      }
      // One thing may be in one resource here and in two there, and what happened at the same time
      // stands in the order of ids.
      List<String> timeline = new ArrayList<>();
      member.path("timeline").forEach(entry -> timeline.add(entry.toString()));
      ((ObjectNode) member).remove("timeline");
      members.add(member + timeline.stream().distinct().sorted().toList().toString());
    }
    return members.stream().sorted().toList();
  }

  private static JsonNode json(String path) {
    return StudyAnswers.parse(given().get(path).then().statusCode(200).extract().asString());
  }

  /** The Bundles of the first hospital, each as the two of the second. */
  private static List<Request> patients() {
    List<Request> translated = new ArrayList<>();
    for (Request request : SyntheticStudy.requests()) {
      if (request.path().equals("/")) {
        translated.addAll(SecondDialect.translate(request));
      }
    }
    return translated;
  }

  private static List<Request> conceptMaps() {
    return Stream.of("complications", "diagnoses", "levels", "measures", "procedures", "qlq-bm22")
        .map(name -> "clinic-example-" + name)
        .map(
            id ->
                new Request(
                    "PUT",
                    "/ConceptMap/" + id,
                    SyntheticStudy.read("/sites/clinic.example/" + id + ".json")))
        .toList();
  }

  private static Response accepted(Request request) {
    Response response = request.send();
    assertThat(response.statusCode()).as(response.asString()).isIn(200, 201);
    return response;
  }
}
