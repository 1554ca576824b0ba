package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.study.EventDetails;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.NeedleSide;
import org.pvpoutcomes.study.PatientReplacement;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.StructureReference;

/**
 * Every resource {@code x.json} below {@code mapping} maps to {@code x-expected.json} beside it, as
 * version 1, with the vocabulary of hospital.example and its wards.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MappingFixturesTest {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .findAndAddModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .addMixIn(Fact.class, NamedFact.class)
          .addMixIn(Mapping.class, ListsOnlyWhereThereIsAny.class)
          .addMixIn(SourceVersion.class, TestDataOnlyWhereMarked.class)
          .addMixIn(Fact.ProcedureFact.class, SitesOnlyWhereThereAreAny.class)
          .addMixIn(Fact.ComplicationFact.class, DetailsOnlyWhereThereAreAny.class)
          .addMixIn(Fact.ReportedComplication.class, DetailsOnlyWhereThereAreAny.class)
          .build();

  interface TestDataOnlyWhereMarked {
    /** Most fixtures are not. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    boolean testData();
  }

  private final ResourceMapper mapper = new ResourceMapper();

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "fact")
  private interface NamedFact {}

  interface ListsOnlyWhereThereIsAny {
    /** Most fixtures have none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<UnmappedCode> unmapped();

    /** Only Patients have any. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<PatientReplacement> replacements();
  }

  interface SitesOnlyWhereThereAreAny {
    /** Most fixtures have none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<NeedleSide> sides();

    /** Most fixtures have none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<StructureReference> structures();
  }

  interface DetailsOnlyWhereThereAreAny {
    /** Most fixtures have none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<String> related();

    /** Most fixtures have none. */
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoDetails.class)
    EventDetails details();
  }

  /** Equal to the details that are left out. */
  static final class NoDetails {
    @Override
    public boolean equals(@Nullable Object other) {
      return EventDetails.NONE.equals(other);
    }

    @Override
    public int hashCode() {
      return EventDetails.NONE.hashCode();
    }
  }

  static List<Path> inputs() {
    return Resources.files("mapping", ".json").stream()
        .filter(file -> !file.toString().endsWith("-expected.json"))
        .filter(file -> !file.startsWith(Resources.test("mapping/invalid")))
        .toList();
  }

  static List<Path> invalid() {
    return Resources.files("mapping/invalid", ".json");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void a_resource_maps_as_expected(Path input) throws JsonProcessingException {
    Path expected =
        input.resolveSibling(input.getFileName().toString().replace(".json", "-expected.json"));

    JsonNode mapping = JSON.valueToTree(map(input));

    assertThat(mapping.toPrettyString())
        .isEqualTo(JSON.readTree(Resources.read(expected)).toPrettyString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inputs")
  void the_same_input_maps_the_same_way_twice(Path input) {
    assertThat(map(input)).isEqualTo(map(input));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  void what_is_not_fhir_is_a_finding_that_quotes_nothing(Path input) {
    SourceVersion source = new SourceVersion("Observation", "invalid", 1);

    Mapping mapping = mapper.map(Resources.read(input), source, Resources.vocabulary());

    assertThat(mapping)
        .isEqualTo(
            new Mapping(
                null,
                List.of(),
                List.of(
                    new Finding(
                        Finding.Severity.WARNING,
                        Rule.RESOURCE_NOT_READABLE.id(),
                        "Observation",
                        Rule.RESOURCE_NOT_READABLE.text())),
                List.of()));
  }

  @Test
  void every_rule_is_shown_by_a_fixture() {
    Set<String> found =
        Stream.concat(
                inputs().stream().map(this::map),
                Stream.of(
                    mapper.map("{}", new SourceVersion("Patient", "x", 1), Resources.vocabulary())))
            .flatMap(mapping -> mapping.findings().stream())
            .map(Finding::rule)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found)
        .isEqualTo(
            Arrays.stream(Rule.values())
                .map(Rule::id)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  Mapping map(Path input) {
    String content = Resources.read(input);
    JsonNode resource;
    try {
      resource = JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    SourceVersion source =
        new SourceVersion(
            resource.get("resourceType").textValue(), resource.get("id").textValue(), 1);
    return mapper.map(content, source, Resources.vocabulary());
  }
}
