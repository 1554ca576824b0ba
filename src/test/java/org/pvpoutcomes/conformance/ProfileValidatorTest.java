package org.pvpoutcomes.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.conformance.ValidationIssue.Severity;
import org.pvpoutcomes.vocabulary.Canonical;

/** The examples of each profile, the conformance resources themselves, and what is asked of it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProfileValidatorTest {

  private static final ConformanceResources RESOURCES = new ConformanceResources();
  private static final ProfileValidator VALIDATOR = new ProfileValidator(RESOURCES);
  private static final String VAS = Canonical.BASE + "/StructureDefinition/vas-pain-observation";
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<Path> valid() {
    return Examples.valid();
  }

  static List<Path> invalid() {
    return Examples.invalid();
  }

  static List<ConformanceResource> served() {
    return List.copyOf(RESOURCES.all());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void a_valid_example_has_no_errors_and_no_warnings(Path example) {
    assertThat(VALIDATOR.validate(Examples.read(example), List.of()))
        // Which items a form has is not known here; a stored Questionnaire is not asked.
        .filteredOn(issue -> !issue.text().startsWith("The questionnaire "))
        .noneMatch(issue -> issue.severity() != Severity.INFORMATION);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void an_invalid_example_has_the_errors_listed_beside_it(Path example) {
    Path expected =
        example.resolveSibling(example.getFileName().toString().replace(".json", "-expected.txt"));

    String issues =
        VALIDATOR.validate(Examples.read(example), List.of()).stream()
            .map(issue -> issue + ": " + issue.text() + "\n")
            .collect(Collectors.joining());

    assertThat(issues).isEqualTo(Examples.read(expected)).contains("error ");
  }

  @Test
  void every_profile_has_a_valid_and_an_invalid_example_and_every_extension_a_valid_one() {
    for (ConformanceResource definition : RESOURCES.ofType("StructureDefinition")) {
      String quoted = '"' + definition.url() + '"';
      assertThat(valid()).anyMatch(example -> Examples.read(example).contains(quoted));
      assertThat(invalid())
          .as(quoted)
          .anyMatch(
              example ->
                  definition.constrainedType().equals("Extension")
                      || Examples.read(example).contains(quoted));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("served")
  void what_is_served_is_valid_itself(ConformanceResource resource) throws JsonProcessingException {
    ObjectNode tree = (ObjectNode) JSON.readTree(resource.json());
    // HAPI looks the context of an extension up in a package of R4 that it would download; sdf-5
    // asks for one.
    tree.remove("context");

    assertThat(VALIDATOR.validate(tree.toString(), List.of()))
        .filteredOn(issue -> !issue.text().contains("sdf-5"))
        // Content of SNOMED CT and others, which their value sets and maps name, is not here.
        .filteredOn(issue -> !issue.text().contains("has status 'not-present'"))
        .filteredOn(issue -> !issue.text().contains("is not fully defined and populated"))
        .noneMatch(issue -> issue.severity() != Severity.INFORMATION);
  }

  @Test
  void a_profile_is_checked_that_the_resource_does_not_claim() throws JsonProcessingException {
    String claimless = without("vas-pain-observation", "meta", "subject");

    assertThat(errors(claimless, List.of())).isEmpty();
    assertThat(errors(claimless, List.of(VAS))).containsExactly("error structure at Observation");
  }

  @Test
  void a_profile_of_another_type_does_not_fit() {
    assertThat(errors("{\"resourceType\":\"Patient\"}", List.of(VAS))).isNotEmpty();
  }

  @Test
  void base_profiles_are_known_with_and_without_version() {
    String profile = "http://hl7.org/fhir/StructureDefinition/Observation";
    String observation = Examples.read(Examples.valid("vas-pain-observation"));

    assertThat(errors(observation, List.of(profile))).isEmpty();
    assertThat(errors(observation, List.of(profile + "|4.0.1"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/profile",
        "http://hl7.org/fhir/StructureDefinition/Patient|5.0.0",
        "https://pvp-outcomes.example/fhir/StructureDefinition/vas-pain-observation|1",
        "https://pvp-outcomes.example/fhir/ValueSet/leak-site",
        ""
      })
  void an_unknown_profile_that_is_asked_for_is_refused(String profile) {
    assertThatThrownBy(() -> VALIDATOR.validate("{\"resourceType\":\"Patient\"}", List.of(profile)))
        .isInstanceOf(UnknownProfileException.class)
        .hasMessageContaining("GET [base]/StructureDefinition");
  }

  @Test
  void an_unknown_profile_that_is_claimed_is_a_warning() {
    List<ValidationIssue> issues =
        VALIDATOR.validate(
            "{\"resourceType\":\"Patient\",\"meta\":{\"profile\":[\"http://example.org/profile\"]}}",
            List.of());

    assertThat(issues)
        .extracting(ValidationIssue::toString)
        .containsExactly("warning structure at Patient.meta.profile[0]", "warning processing at ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://snomed.info/sct",
        "http://loinc.org",
        "http://hospital.example/CodeSystem/pain"
      })
  void codes_of_a_system_that_is_not_here_are_no_fault(String system) {
    String observation =
        """
        {"resourceType":"Observation","status":"final","category":[{"coding":[
        {"system":"%s","code":"x-1"}]}],"code":{"coding":[{"system":"%s","code":"x-1"}]}}
        """
            .formatted(system, system);

    assertThat(VALIDATOR.validate(observation, List.of()))
        .noneMatch(ValidationIssue::isError)
        .noneMatch(
            issue ->
                issue.expression().equals("Observation.code")
                    && issue.severity() != Severity.INFORMATION);
  }

  @Test
  void a_code_that_a_required_binding_does_not_have_is_an_error() {
    assertThat(errors("{\"resourceType\":\"Patient\",\"gender\":\"mann\"}", List.of()))
        .containsOnly("error code-invalid at Patient.gender");
  }

  @Test
  void the_place_in_a_contained_resource_is_a_plain_path() {
    assertThat(
            errors(
                """
                {"resourceType":"Condition","contained":[{"resourceType":"Patient","id":"p",
                "gender":"mann"}],"subject":{"reference":"#p"}}
                """,
                List.of()))
        .containsOnly("error code-invalid at Condition.contained[0].gender");
  }

  @Test
  void many_threads_get_the_same_answers() throws InterruptedException, ExecutionException {
    List<Path> examples = Stream.concat(valid().stream(), invalid().stream()).toList();
    Callable<List<List<ValidationIssue>>> all =
        () ->
            examples.stream()
                .map(example -> VALIDATOR.validate(Examples.read(example), List.of()))
                .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<List<ValidationIssue>>>> answers =
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> all).toList());

      Set<List<List<ValidationIssue>>> distinct = new HashSet<>();
      for (Future<List<List<ValidationIssue>>> answer : answers) {
        distinct.add(answer.get());
      }
      assertThat(distinct).hasSize(1);
    }
  }

  @Test
  void nothing_of_a_resource_gets_into_the_log() {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler handler = new Collector(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(handler);
    try {
      List<ValidationIssue> issues =
          VALIDATOR.validate(
              """
              {"resourceType":"Patient","meta":{"profile":["http://example.org/Zwiebelkuchen"]},
              "gender":"Zwiebelkuchen","birthDate":"Zwiebelkuchen","Zwiebelkuchen":1,
              "name":[{"family":1}],"text":{"status":"generated","div":"<p>Zwiebelkuchen"},
              "extension":[{"url":"Zwiebelkuchen"}],
              "maritalStatus":{"coding":[{"system":"http://loinc.org","code":"Zwiebelkuchen"}]},
              "managingOrganization":{"reference":"Zwiebelkuchen/1"}}
              """,
              List.of());

      assertThat(issues).hasSizeGreaterThan(3);
      assertThat(issues.toString()).doesNotContain("Zwiebelkuchen");
    } finally {
      root.removeHandler(handler);
    }
    assertThat(logged.toString()).doesNotContain("Zwiebelkuchen");
  }

  private static List<String> errors(String json, List<String> profiles) {
    return VALIDATOR.validate(json, profiles).stream()
        .filter(ValidationIssue::isError)
        .map(ValidationIssue::toString)
        .toList();
  }

  private static String without(String example, String... properties)
      throws JsonProcessingException {
    ObjectNode tree = (ObjectNode) JSON.readTree(Examples.read(Examples.valid(example)));
    return tree.remove(List.of(properties)).toString();
  }

  /** Keeps all that is logged. */
  private static final class Collector extends Handler {
    private final Queue<String> logged;

    Collector(Queue<String> logged) {
      this.logged = logged;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      logged.add(String.valueOf(record.getMessage()));
      if (record.getParameters() != null) {
        logged.add(Arrays.toString(record.getParameters()));
      }
      if (record.getThrown() != null) {
        logged.add(record.getThrown().toString());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
