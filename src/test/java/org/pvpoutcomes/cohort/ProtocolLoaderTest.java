package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProtocolLoaderTest {

  private static final Path FOLDER = Path.of("src/main/resources/protocols");

  private static final String METHODS = "Xu et al. 2021, Methods, ";

  private final ProtocolLoader loader = new ProtocolLoader();

  @Test
  void the_reference_study_is_what_its_protocol_says() {
    String farrar = "Farrar et al., Pain 2001, PMID 11690728";
    assertThat(loader.loadAll().get("xu-2021"))
        .isEqualTo(
            new Protocol(
                "xu-2021",
                "Percutaneous vertebroplasty for painful osteoblastic spinal metastases",
                "Xu et al., Exp Ther Med 2021, doi 10.3892/etm.2021.10159",
                Set.of(ProcedureKind.PVP),
                List.of(
                    Measure.VAS_PAIN,
                    Measure.QLQ_BM22_RAW_SUM,
                    Measure.QLQ_BM22_PAINFUL_SITES,
                    Measure.QLQ_BM22_PAINFUL_CHARACTERISTICS,
                    Measure.QLQ_BM22_FUNCTIONAL_INTERFERENCE,
                    Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS),
                List.of(
                    new TimePoint("baseline", -30, 0, 0),
                    new TimePoint("1-week", 3, 14, 7),
                    new TimePoint("3-months", 60, 120, 90)),
                List.of(
                    new Comparison("baseline", "1-week"),
                    new Comparison("baseline", "3-months"),
                    new Comparison("1-week", "3-months")),
                List.of(
                    new BandScheme(
                        Measure.VAS_PAIN,
                        "Xu et al. 2021, Discussion; cut points 4 and 8 read as upper bounds (Woo et"
                            + " al., Ann Palliat Med 2015)",
                        List.of(
                            new Band("none", BigDecimal.valueOf(0)),
                            new Band("mild", BigDecimal.valueOf(4)),
                            new Band("moderate", BigDecimal.valueOf(8)),
                            new Band("severe", BigDecimal.valueOf(10))))),
                List.of(
                    rule("atLeast2Points", ResponderRule.Kind.POINTS, 2, farrar),
                    rule("atLeast30Percent", ResponderRule.Kind.PERCENT, 30, farrar),
                    rule(
                        "atLeast50Percent",
                        ResponderRule.Kind.PERCENT,
                        50,
                        "IMMPACT, substantial improvement"),
                    new ResponderRule(
                        "completeRelief",
                        Measure.VAS_PAIN,
                        ResponderRule.Kind.COMPLETE_RELIEF,
                        null,
                        "pain 0 after pain above 0")),
                Set.of(21, 22),
                List.of(
                    new Criterion("age", new Criterion.Age(18, 80), true, METHODS + "inclusion"),
                    new Criterion(
                        "expected-survival",
                        new Criterion.NotInData(),
                        true,
                        METHODS + "inclusion: above 3 months"),
                    absence(
                        "no-cord-compression", DiagnosisKind.CORD_COMPRESSION, "cord compression"),
                    absence(
                        "no-cauda-equina-syndrome",
                        DiagnosisKind.CAUDA_EQUINA_SYNDROME,
                        "cauda equina syndrome"),
                    absence(
                        "no-epidural-contact",
                        DiagnosisKind.EPIDURAL_CONTACT,
                        "epidural contact of the tumour"),
                    absence(
                        "no-complete-destruction",
                        DiagnosisKind.COMPLETE_DESTRUCTION,
                        "complete destruction of the vertebral body"),
                    absence(
                        "no-posterior-arch-involvement",
                        DiagnosisKind.POSTERIOR_ARCH_INVOLVEMENT,
                        "involvement of the posterior arch"),
                    absence("no-local-infection", DiagnosisKind.LOCAL_INFECTION, "local infection"),
                    absence("no-septicaemia", DiagnosisKind.SEPTICAEMIA, "septicaemia"),
                    laboratory(LaboratoryKind.LEUKOCYTES, "2.5", null, "WBC below 2.5 x 10^3/uL"),
                    laboratory(
                        LaboratoryKind.PLATELETS, "100", null, "platelets below 100 x 10^3/uL"),
                    laboratory(LaboratoryKind.INR, null, "1.5", "INR above 1.5"))));
  }

  @Test
  void every_file_of_the_folder_is_in_the_index() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> ids =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.equals("index.yaml"))
              .map(name -> name.replace(".yaml", ""))
              .sorted()
              .toList();
      assertThat(loader.loadAll().keySet().stream().sorted().toList()).isEqualTo(ids);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          id: xu-2021            | id: Xu 2021               | x.yaml: id must be lower case letters, digits and hyphens
          id: xu-2021            | ide: xu-2021              | x.yaml, line 134, id: is missing
          targetDay: 7           | targetDay: 70             | x.yaml: The target day of 1-week must lie between its first and its last day
          targetDay: 7           | targetDay: 7, day: 7      | x.yaml, line 25, timePoints[1].day: unknown field; allowed are [
          , targetDay: 7         | ``                        | x.yaml, line 25, timePoints[1].targetDay: is missing
          targetDay: 7           | targetDay: seven          | x.yaml, line 25, timePoints[1].targetDay: must be a whole number
          targetDay: 7           | targetDay: 7.5            | x.yaml, line 25, timePoints[1].targetDay: must be a whole number
          targetDay: 7           | targetDay:                | x.yaml, line 25, timePoints[1].targetDay: must have a value
          lastDay: 14            | lastDay: 60               | x.yaml: timePoints: the windows of 1-week and 3-months must not overlap
          id: 3-months           | id: 1-week                | x.yaml: timePoints must not repeat 1-week
          - qlq-bm22-raw-sum     | - qlq-bm22-total          | x.yaml, line 15, measures[1]: qlq-bm22-total is not allowed; allowed are [vas-pain, nrs-pain, faces-pain, qlq-bm22-raw-sum,
          - qlq-bm22-raw-sum     | - vas-pain                | x.yaml: measures must not repeat VAS_PAIN
          - vas-pain             | - nrs-pain                | x.yaml: bands: vas-pain is no measure of the study; allowed are [nrs-pain, qlq-bm22-raw-sum,
          - pvp                  | - tace                    | x.yaml, line 8, indexProcedure[0]: tace is not allowed; allowed are [pvp, pkp]
          from: baseline, to: 1- | from: before, to: 1-      | x.yaml: comparisons: before is no time point; allowed are [baseline, 1-week, 3-months]
          from: baseline, to: 1- | from: 3-months, to: 1-    | x.yaml: comparisons: 3-months must be earlier than 1-week
          upTo: 10               | upTo: high                | x.yaml, line 43, bands[0].bands[3].upTo: must be a number
          upTo: 10               | upTo: 9                   | x.yaml: bands of vas-pain: the last upTo must be 10
          upTo: 8                | upTo: 4                   | x.yaml: bands of vas-pain: upTo must rise from 4
          threshold: 30          | threshold: 130            | x.yaml: responders: atLeast30Percent: the threshold must be above 0 and at most 100
          threshold: 30          | threshold: 0              | x.yaml: responders: atLeast30Percent: the threshold must be above 0 and at most 100
          kind: points           | kind: complete-relief     | x.yaml: The responder rule atLeast2Points needs a threshold, unless it is complete relief
          kind: points           | kind: absolute            | x.yaml, line 49, responders[0].kind: absolute is not allowed; allowed are [points, percent, complete-relief]
          id: completeRelief     | id: atLeast2Points        | x.yaml: responders must not repeat [VAS_PAIN, atLeast2Points]
          [21, 22]               | [21, 23]                  | x.yaml: reversedItems must be item numbers from 1 to 22
          kind: age, min: 18     | kind: age, min: 81        | x.yaml: eligibility: age: The age must run from min, at least 0, to max
          kind: age, min: 18     | kind: years, min: 18      | x.yaml, line 76, eligibility[0]: kind: years is not allowed; allowed are [age, absence, presence, laboratory, not-in-data]
          kind: age, min: 18     | min: 18                   | x.yaml, line 76, eligibility[0]: kind: is missing; allowed are [age, absence, presence, laboratory, not-in-data]
          min: 18, max: 80       | min: 18, max: 80, m: 1    | x.yaml, line 76, eligibility[0].m: unknown field; allowed are [
          kind: age, min: 18     | kind: age                 | x.yaml, line 76, eligibility[0].min: is missing
          diagnosis: septicaemia | diagnosis: sepsis         | x.yaml, line 110, eligibility[8].diagnosis: sepsis is not allowed; allowed are [primary-tumour,
          laboratory: inr        | laboratory: crp           | x.yaml, line 129, eligibility[11].laboratory: crp is not allowed; allowed are [leukocytes, platelets, inr]
          atMost: 1.5            | atMost: low               | x.yaml, line 130, eligibility[11].atMost: must be a number
          atMost: 1.5            | atMost: 101               | x.yaml: eligibility: inr: atMost must lie between 0 and 100 for inr
          withinDays: 30         | withinDays: -1            | x.yaml: eligibility: leukocytes: withinDays must not be below 0
          atMost: 1.5            | # no limit                | x.yaml: eligibility: inr: A laboratory criterion needs atLeast, atMost or both for inr
          excludes: true         | excludes: maybe           | x.yaml, line 76, eligibility[0].excludes: must be true or false
          id: no-septicaemia     | id: age                   | x.yaml: eligibility must not repeat age
          id: no-septicaemia     | id: Septicaemia           | x.yaml: eligibility: an id is lower case with hyphens
          title: Percutaneous    | id: twice                 | x.yaml, line 3
          """)
  void a_wrong_field_is_named_with_what_is_allowed(String right, String wrong, String message)
      throws IOException {
    String yaml = Files.readString(FOLDER.resolve("xu-2021.yaml"));
    assertThat(yaml).contains(right);
    assertThatThrownBy(() -> read(replaceFirst(yaml, right, wrong)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void what_is_no_YAML_at_all_is_refused_with_its_line() {
    assertThatThrownBy(() -> read("id: [unclosed"))
        .isInstanceOf(ProtocolException.class)
        .hasMessageStartingWith("x.yaml, line 1");
    assertThatThrownBy(() -> read("")).isInstanceOf(ProtocolException.class);
  }

  private Protocol read(String yaml) {
    return loader.read("x.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static String replaceFirst(String text, String right, String wrong) {
    int at = text.indexOf(right);
    return text.substring(0, at) + wrong + text.substring(at + right.length());
  }

  private static Criterion absence(String id, DiagnosisKind diagnosis, String text) {
    return new Criterion(
        id, new Criterion.Absence(diagnosis), true, METHODS + "exclusion: " + text);
  }

  private static Criterion laboratory(
      LaboratoryKind laboratory, @Nullable String atLeast, @Nullable String atMost, String text) {
    return new Criterion(
        laboratory.code(),
        new Criterion.Laboratory(
            laboratory,
            atLeast == null ? null : new BigDecimal(atLeast),
            atMost == null ? null : new BigDecimal(atMost),
            30),
        false,
        METHODS + "relative exclusion: " + text);
  }

  private static ResponderRule rule(
      String id, ResponderRule.Kind kind, int threshold, String source) {
    return new ResponderRule(id, Measure.VAS_PAIN, kind, BigDecimal.valueOf(threshold), source);
  }
}
