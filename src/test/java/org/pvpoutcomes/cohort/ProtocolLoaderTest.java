package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.DisclosureRule;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold;
import org.pvpoutcomes.study.IndexProcedure;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.PainResponseRule;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;
import org.pvpoutcomes.study.Protocol.TimePoint;
import org.pvpoutcomes.study.Strata;

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
                IndexProcedure.of(Set.of(ProcedureKind.PVP)),
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
                    laboratory(LaboratoryKind.INR, null, "1.5", "INR above 1.5")),
                new Strata(
                    List.of(50, 60, 70),
                    List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(3))),
                List.of(
                    wong(Measure.QLQ_BM22_PAINFUL_SITES, "20.1", "7.1-33.2"),
                    wong(Measure.QLQ_BM22_PAINFUL_CHARACTERISTICS, "30.5", "13.8-47.3"),
                    wong(Measure.QLQ_BM22_FUNCTIONAL_INTERFERENCE, "19.6", "5.0-34.3"),
                    new ImportantDifference(
                        Measure.QLQ_BM22_PSYCHOSOCIAL_ASPECTS,
                        new Threshold.BaselineSd(new BigDecimal("0.5")),
                        null,
                        "unverified; 0.5 SD of the baseline, as Wong et al. 2012 give no significant"
                            + " difference")),
                PainResponseRule.CHOW_2012,
                new Multiplicity(
                    Multiplicity.Method.HOLM,
                    List.of(
                        contrast(Measure.VAS_PAIN, "1-week"),
                        contrast(Measure.VAS_PAIN, "3-months"),
                        contrast(Measure.QLQ_BM22_RAW_SUM, "1-week"),
                        contrast(Measure.QLQ_BM22_RAW_SUM, "3-months"))),
                new DisclosureRule(
                    11,
                    null,
                    "CMS cell size suppression policy, resdac.org/node/1506: counts of 1 to 10 are"
                        + " not shown")));
  }

  @Test
  void every_file_of_the_folder_is_in_the_index() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> ids =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml") && !name.equals("index.yaml"))
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
          {"id": [                                 | JSON | line 1, column 9: is not well-formed JSON
          {"id": 1} {}                             | JSON | line 1, column 11: nothing may follow the document
          {'id': 1}                                | JSON | line 1, column 2: is not well-formed JSON
          id: [unclosed                            | YAML | line 1, column 14: is not well-formed YAML
          `a: &a [x]\nb: [*a, *a]\n`              | YAML | line 2, column 5, /b/0: is an alias, which is not allowed
          `a: 1\n---\nb: 1\n`                    | YAML | line 3, column 1: nothing may follow the document
          ``                                       | YAML | line 1, column 1: the document is empty
          {"id": 1e999999999}                      | JSON | line 1, column 2, /id: must be text
          """)
  void what_is_no_document_is_refused_with_its_place(
      String document, ProtocolFormat format, String message) {
    assertThatThrownBy(() -> ProtocolReader.read("x", document.replace("\\n", "\n"), format))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_document_that_is_nested_deeply_or_grows_by_aliases_is_refused_at_once() {
    String deep = "[".repeat(100_000);
    String bomb =
        IntStream.range(1, 40)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)))
            .collect(Collectors.joining("", "a0: &a0 [x]\n", ""));
    for (ProtocolFormat format : ProtocolFormat.values()) {
      assertThatThrownBy(() -> ProtocolReader.read("x", deep, format))
          .isInstanceOf(ProtocolException.class);
    }
    assertThatThrownBy(() -> ProtocolReader.read("x", bomb, ProtocolFormat.YAML))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("is an alias");
  }

  private static ImportantDifference wong(Measure measure, String points, String interval) {
    return new ImportantDifference(
        measure,
        new Threshold.Points(new BigDecimal(points)),
        null,
        "Wong et al., Support Care Cancer 2012; 20:3307, PMID 22562607; 95 % CI " + interval);
  }

  private static Multiplicity.Test contrast(Measure measure, String to) {
    return new Multiplicity.Test(measure, new Comparison("baseline", to));
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
