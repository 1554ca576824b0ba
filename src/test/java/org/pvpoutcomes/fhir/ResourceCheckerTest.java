package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ResourceCheckerTest {

  private static final JsonReader READER = new JsonReader(200);
  private static final ResourceChecker CHECKER = new ResourceChecker();

  static List<String> valid() {
    return Fixtures.names("/fhir/valid");
  }

  static List<String> invalid() {
    return Fixtures.names("/fhir/invalid");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void accepts_what_is_well_formed_and_so_does_the_strict_parser_of_HAPI(String name) {
    byte[] body = Fixtures.bytes("/fhir/valid/" + name + ".json");
    assertThatCode(() -> CHECKER.check(READER.read(body), null)).doesNotThrowAnyException();
    IParser strict =
        FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    assertThatCode(() -> strict.parseResource(new String(body, StandardCharsets.UTF_8)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void names_every_fault_and_its_place(String name) {
    byte[] body = Fixtures.bytes("/fhir/invalid/" + name + ".json");
    FhirRequestException refusal =
        catchThrowableOfType(
            FhirRequestException.class, () -> CHECKER.check(READER.read(body), null));
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.issues())
        .extracting(
            issue ->
                issue.kind().code() + " " + (issue.expression() == null ? "" : issue.expression()))
        .containsExactlyElementsOf(Fixtures.lines("/fhir/invalid/" + name + ".expected.txt"));
  }

  @Test
  void every_stored_type_has_a_valid_example() {
    assertThat(
            valid().stream()
                .map(name -> Fixtures.bytes("/fhir/valid/" + name + ".json"))
                .map(body -> CHECKER.check(READER.read(body), null).type()))
        .containsAll(StoredTypes.ALL);
  }

  @Test
  void finds_references_and_identifiers_on_the_way() {
    CheckedResource observation =
        CHECKER.check(READER.read(Fixtures.bytes("/fhir/valid/observation-of-pain.json")), null);
    assertThat(observation.references())
        .extracting(site -> site.expression() + " " + site.reference())
        .containsExactly("Observation.subject Patient/synthetic-1");
    assertThat(observation.identifiers())
        .containsExactly(
            new IdentifierCriterion(
                "Observation", "http://hospital.example/id/observation", "synthetic-1"),
            new IdentifierCriterion("Observation", "", "no-system"));
  }

  @Test
  void finds_references_in_contained_resources_and_answers() {
    CheckedResource procedure =
        CHECKER.check(
            READER.read(Fixtures.bytes("/fhir/valid/procedure-with-contained-device.json")), null);
    assertThat(procedure.references())
        .extracting(CheckedResource.ReferenceSite::expression)
        .containsExactly(
            "Procedure.contained[0].patient",
            "Procedure.subject",
            "Procedure.focalDevice[0].manipulated",
            "Procedure.usedReference[0]");
    assertThat(procedure.identifiers()).isEmpty();
    CheckedResource response =
        CHECKER.check(
            READER.read(Fixtures.bytes("/fhir/valid/questionnaire-response-nested.json")), null);
    assertThat(response.references())
        .extracting(CheckedResource.ReferenceSite::expression)
        .containsExactly(
            "QuestionnaireResponse.subject",
            "QuestionnaireResponse.item[0].item[0].answer[0].item[0].answer[1].valueReference");
    assertThat(response.identifiers())
        .containsExactly(
            new IdentifierCriterion(
                "QuestionnaireResponse", "http://hospital.example/id/qr", "synthetic-1"));
  }

  @Test
  void a_place_in_a_Bundle_stands_for_the_type_name() {
    byte[] body = Fixtures.bytes("/fhir/invalid/wrong-status-code.json");
    FhirRequestException refusal =
        catchThrowableOfType(
            FhirRequestException.class,
            () -> CHECKER.check(READER.read(body), "Bundle.entry[3].resource"));
    assertThat(refusal.issues())
        .containsExactly(
            new Issue(
                FailureKind.CODE,
                "Bundle.entry[3].resource.status",
                "This code is not allowed here. Allowed are registered, preliminary, final, amended,"
                    + " corrected, cancelled, entered-in-error, unknown."));
  }

  @Test
  void an_envelope_is_checked_without_the_resources_in_it() {
    assertThatCode(
            () ->
                CHECKER.checkEnvelope(
                    READER.read(
                        """
                        {"resourceType":"Bundle","type":"batch","entry":[
                          {"resource":{"resourceType":"Patient","nonsense":1},
                           "request":{"method":"POST","url":"Patient"}}]}
                        """
                            .getBytes(StandardCharsets.UTF_8))))
        .doesNotThrowAnyException();
  }
}
