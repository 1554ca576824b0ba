package org.pvpoutcomes.reference;

import static org.assertj.core.api.Assertions.assertThat;

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
 * has to stay the same, byte by byte.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecondHospitalTest {

  private Map<String, String> answersAboutTheFirst = Map.of();

  @BeforeEach
  void ask_about_the_first_hospital() {
    SyntheticStudy.requests().forEach(SecondHospitalTest::accepted);
    answersAboutTheFirst = StudyAnswers.ask().texts();
    assertThat(answersAboutTheFirst.get("outcomes")).contains("\"patients\":39,");
    EmptyRecord.make();
  }

  @Test
  void the_same_patients_in_another_dialect_give_the_same_answers() {
    conceptMaps().forEach(SecondHospitalTest::accepted);
    for (Request request : patients()) {
      assertThat(accepted(request).asString()).doesNotContain("\"severity\":\"warning\"");
    }
    assertThat(StudyAnswers.ask().texts()).isEqualTo(answersAboutTheFirst);
  }

  @Test
  void the_concept_maps_are_what_connects_the_hospital_even_when_they_come_last() {
    patients().forEach(SecondHospitalTest::accepted);
    assertThat(StudyAnswers.ask().texts().get("outcomes")).contains("\"patients\":0,");

    conceptMaps().forEach(SecondHospitalTest::accepted);
    assertThat(StudyAnswers.ask().texts()).isEqualTo(answersAboutTheFirst);
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
