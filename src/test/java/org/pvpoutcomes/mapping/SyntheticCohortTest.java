package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * The 39 Bundles of the synthetic cohort (golden/xu2021) map to what its CSV files say, patient by
 * patient, and without a warning.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SyntheticCohortTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> SITES_OF_THE_PAPER =
      Map.of(
          "vertebral disk", "disc",
          "anterolateral vein", "anterolateral",
          "lateral vein", "lateral");

  private static final List<Mapping> COHORT = new ArrayList<>();

  @BeforeAll
  static void map_all_bundles() throws JsonProcessingException {
    ResourceMapper mapper = new ResourceMapper();
    Vocabulary vocabulary = Resources.vocabulary();
    for (Path file : Resources.bundles()) {
      if (file.getFileName().toString().startsWith("XU-")) {
        COHORT.addAll(map(Resources.read(file), mapper, vocabulary));
      }
    }
  }

  @Test
  void no_resource_of_the_cohort_gives_a_finding() {
    assertThat(COHORT).hasSize(39 + 120 + 121 + 238 + 117);
    assertThat(COHORT).flatExtracting(Mapping::findings).isEmpty();
  }

  @Test
  void no_resource_of_the_load_generator_gives_a_finding() throws JsonProcessingException {
    ResourceMapper mapper = new ResourceMapper();
    Vocabulary vocabulary = Resources.vocabulary();
    List<Mapping> mappings = new ArrayList<>();
    Path bundles = Resources.test("mapping/generated/bundles.ndjson");
    for (String line : Resources.read(bundles).lines().toList()) {
      mappings.addAll(map(line, mapper, vocabulary));
    }

    assertThat(mappings).hasSizeGreaterThan(30).allSatisfy(m -> assertThat(m.facts()).hasSize(1));
    assertThat(mappings).flatExtracting(Mapping::findings).isEmpty();
  }

  @Test
  void sex_birth_date_and_primary_tumour_are_those_of_the_cohort() {
    List<String> expected =
        rows("patients.csv").stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.get("patient_id"),
                        row.get("sex"),
                        row.get("birth_date"),
                        row.get("primary_tumour").replace(' ', '-'),
                        thousandths(row.get("followup_months"))))
            .toList();

    List<String> mapped =
        facts(PatientFact.class).stream()
            .map(
                patient -> {
                  String id = patient.source().id();
                  return String.join(
                      " ",
                      id,
                      patient.sex().code().substring(0, 1).toUpperCase(Locale.ROOT),
                      String.valueOf(patient.birthDate()),
                      tumour(id),
                      followUp(id));
                })
            .toList();

    assertThat(mapped).hasSize(39).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void levels_approach_cement_and_fractures_are_those_of_the_82_vertebrae() {
    List<String> expected =
        rows("vertebrae.csv").stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.get("vertebra_id"),
                        row.get("level"),
                        row.get("injection"),
                        thousandths(row.get("cement_ml")),
                        row.get("pathologic_fracture"),
                        row.get("leakage")))
            .toList();

    List<String> mapped =
        facts(ProcedureFact.class).stream()
            .filter(procedure -> !procedure.partOf().isEmpty())
            .map(
                procedure ->
                    String.join(
                        " ",
                        procedure.source().id(),
                        procedure.levels().getFirst().code(),
                        procedure.approach() == null ? "" : procedure.approach().code(),
                        cement(procedure),
                        fractured(procedure),
                        leaks(procedure)))
            .toList();

    assertThat(mapped).hasSize(82).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void the_39_sessions_name_no_level_and_are_part_of_nothing() {
    assertThat(facts(ProcedureFact.class))
        .filteredOn(procedure -> procedure.partOf().isEmpty())
        .hasSize(39)
        .allSatisfy(session -> assertThat(session.levels()).isEmpty());
  }

  @Test
  void metastases_lie_at_the_treated_levels() {
    Map<String, List<String>> expected = new HashMap<>();
    rows("vertebrae.csv")
        .forEach(
            row ->
                expected
                    .computeIfAbsent(row.get("patient_id") + "-mets", id -> new ArrayList<>())
                    .add(row.get("level")));

    Map<String, List<String>> mapped = new HashMap<>();
    facts(DiagnosisFact.class).stream()
        .filter(diagnosis -> diagnosis.kind() == DiagnosisKind.SPINAL_METASTASIS)
        .forEach(
            d ->
                mapped.put(
                    d.source().id(), d.levels().stream().map(VertebralLevel::code).toList()));

    assertThat(mapped).isEqualTo(expected);
  }

  @Test
  void the_21_leaks_have_their_sites_and_the_2_radicular_pains_their_days() {
    List<String> expected =
        rows("complications.csv").stream()
            .map(
                row ->
                    String.join(
                        " ",
                        row.get("patient_id") + "-" + row.get("complication_id"),
                        row.get("type").replace(' ', '-'),
                        SITES_OF_THE_PAPER.getOrDefault(
                            row.get("site"), row.get("site").replace(' ', '-')),
                        row.get("resolved_day")))
            .toList();

    List<String> mapped =
        facts(ComplicationFact.class).stream()
            .map(
                event ->
                    String.join(
                        " ",
                        event.source().id(),
                        event.kind().code(),
                        event.leakSite() == null ? "" : event.leakSite().code(),
                        event.onset() == null || event.resolution() == null
                            ? ""
                            : String.valueOf(event.resolution().dayOffsetFrom(event.onset()))))
            .toList();

    assertThat(mapped).hasSize(23).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void the_117_pain_scores_and_forms_are_those_of_the_assessments() {
    List<String> scores = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    for (Row row : rows("assessments.csv")) {
      String at = row.get("date") + " ";
      scores.add(
          row.get("patient_id")
              + "-VAS-"
              + row.get("timepoint")
              + " "
              + at
              + thousandths(row.get("vas")));
      forms.add(
          row.get("patient_id")
              + "-QLQ-"
              + row.get("timepoint")
              + " "
              + at
              + Stream.iterate(1, i -> i + 1).limit(22).map(i -> row.get("q" + i)).toList());
    }

    assertThat(facts(MeasurementFact.class))
        .hasSize(117)
        .allSatisfy(score -> assertThat(score.measure()).isEqualTo(Measure.VAS_PAIN))
        .extracting(s -> s.source().id() + " " + s.at().date() + " " + s.steps())
        .containsExactlyInAnyOrderElementsOf(scores);
    assertThat(facts(Bm22ResponseFact.class))
        .hasSize(117)
        .allSatisfy(form -> assertThat(form.proxy()).isFalse())
        .extracting(f -> f.source().id() + " " + f.authored().date() + " " + f.answers().items())
        .containsExactlyInAnyOrderElementsOf(forms);
  }

  private static String tumour(String patient) {
    return facts(DiagnosisFact.class).stream()
        .filter(d -> d.source().id().equals(patient + "-primary"))
        .map(d -> d.tumour() == null ? "" : d.tumour().code())
        .findFirst()
        .orElse("none");
  }

  private static String followUp(String patient) {
    return facts(FollowUpFact.class).stream()
        .filter(f -> f.source().id().equals(patient + "-followup"))
        .map(f -> String.valueOf(f.thousandthsOfMonths()))
        .findFirst()
        .orElse("none");
  }

  private static String cement(ProcedureFact procedure) {
    return facts(CementVolumeFact.class).stream()
        .filter(c -> c.procedures().contains(procedure.source().reference()))
        .filter(c -> procedure.levels().getFirst() == c.level())
        .map(c -> String.valueOf(c.microlitres()))
        .findFirst()
        .orElse("none");
  }

  private static String fractured(ProcedureFact procedure) {
    return facts(DiagnosisFact.class).stream()
            .filter(d -> d.kind() == DiagnosisKind.PATHOLOGICAL_FRACTURE)
            .filter(d -> d.source().id().equals(procedure.source().id() + "-fx"))
            .anyMatch(d -> d.levels().equals(procedure.levels()))
        ? "1"
        : "0";
  }

  private static String leaks(ProcedureFact procedure) {
    return String.valueOf(
        procedure.complications().stream()
            .filter(c -> c.kind() == ComplicationKind.CEMENT_LEAKAGE)
            .count());
  }

  private static <F extends Fact> List<F> facts(Class<F> type) {
    return COHORT.stream()
        .flatMap(mapping -> mapping.facts().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static String thousandths(String decimal) {
    return new BigDecimal(decimal).movePointRight(3).toBigIntegerExact().toString();
  }

  /** Stores the resources of a Bundle under the value of their identifier and maps them. */
  private static List<Mapping> map(String bundle, ResourceMapper mapper, Vocabulary vocabulary)
      throws JsonProcessingException {
    String resolved = bundle;
    for (JsonNode entry : JSON.readTree(bundle).get("entry")) {
      resolved =
          resolved.replace(
              "\"" + entry.get("fullUrl").textValue() + "\"",
              "\"" + source(entry.get("resource")).reference() + "\"");
    }
    List<Mapping> mappings = new ArrayList<>();
    for (JsonNode entry : JSON.readTree(resolved).get("entry")) {
      JsonNode resource = entry.get("resource");
      mappings.add(mapper.map(resource.toString(), source(resource), vocabulary));
    }
    return mappings;
  }

  private static SourceVersion source(JsonNode resource) {
    JsonNode identifier = resource.get("identifier");
    JsonNode first = identifier.isArray() ? identifier.get(0) : identifier;
    return new SourceVersion(
        resource.get("resourceType").textValue(), first.get("value").textValue(), 1);
  }

  private static List<Row> rows(String csv) {
    List<String> lines = Resources.read(Resources.test("golden/xu2021/" + csv)).lines().toList();
    List<String> header = List.of(lines.getFirst().split(",", -1));
    return lines.stream()
        .skip(1)
        .map(line -> new Row(header, List.of(line.split(",", -1))))
        .toList();
  }

  /** One line of a CSV file; no cell holds a comma. */
  private record Row(List<String> header, List<String> cells) {
    String get(String column) {
      return cells.get(header.indexOf(column));
    }
  }
}
