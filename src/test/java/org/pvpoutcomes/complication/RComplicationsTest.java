package org.pvpoutcomes.complication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.DeathCount;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.SymptomaticLeakCount;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.FollowUpEnd;
import org.pvpoutcomes.cohort.FollowUpEnd.End;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.LeakCounts;
import org.pvpoutcomes.cohort.LeakCounts.Treated;
import org.pvpoutcomes.cohort.ProtocolLoader;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.cohort.StrataLeaks;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.cohort.VolumeCounts;
import org.pvpoutcomes.cohort.VolumeCounts.Part;
import org.pvpoutcomes.cohort.VolumeCounts.PatientSums;
import org.pvpoutcomes.complication.StrataComparison.Contrast;
import org.pvpoutcomes.complication.StrataComparison.StrataTest;
import org.pvpoutcomes.complication.StrataComparison.Unit;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Protocol;

/**
 * What is answered for seeded cohorts is what R says of them, by {@code src/test/r/rates.R};
 * versions and command are in its head.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RComplicationsTest {

  private static final JsonNode REFERENCE = read();
  private static final Protocol PROTOCOL =
      Objects.requireNonNull(new ProtocolLoader().loadAll().get("xu-2021"));
  private static final StrataBands BANDS =
      new StrataBands(
          List.of(50, 60, 70), List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(3)));
  private static final double TOLERANCE = 1e-9;
  private static final double TOLERANCE_OF_P = 1e-8;

  /** The second region is the reference, as R subtracts it. */
  private static final List<String> REFERENCE_REGION = List.of("thoracic");

  private static final List<String> OTHER_REGION = List.of("lumbar");

  static Stream<Arguments> cohorts() {
    return REFERENCE
        .path("cohorts")
        .valueStream()
        .map(
            cohort ->
                Arguments.of(cohort.path("seed").intValue(), cohort.path("n").intValue(), cohort));
  }

  @Test
  void every_figure_is_known_in_many_cohorts_and_unknown_in_some() {
    List<JsonNode> cohorts = REFERENCE.path("cohorts").valueStream().toList();
    assertThat(cohorts).hasSizeGreaterThanOrEqualTo(200);
    for (String figure :
        List.of(
            "/clusteredRatio/interval",
            "/volumeDifference/p",
            "/volumeRanks/z",
            "/strata/test/statistic",
            "/strata/contrasts/0/koopman/interval",
            "/incidenceOn/1/3")) {
      long unknown =
          cohorts.stream()
              .filter(c -> c.at(figure).isNull() || c.at(figure).isMissingNode())
              .count();
      assertThat(unknown).as(figure).isBetween(1L, cohorts.size() - 70L);
    }
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void leakage_per_vertebra_allows_for_vertebrae_of_one_patient_being_alike(
      int seed, int n, JsonNode cohort) {
    ComplicationReport report = byRegion(cohort);

    ClusteredRate clustered = report.leakage().perVertebraClustered();
    JsonNode expected = cohort.path("clustered");
    assertClose("standard error", clustered.standardError(), expected.path("se"));
    assertBounds(clustered.interval(), expected.path("interval"));
    assertClose("design effect", clustered.designEffect(), expected.path("designEffect"));
    assertClose("icc", clustered.intraclassCorrelation(), expected.path("icc"));
    assertThat(clustered.notComputed().size())
        .isEqualTo(nulls(expected, "se", 4) + nulls(expected, "icc", 1));
    if (report.comparisons().isEmpty()) {
      return;
    }
    StrataComparison comparison = report.comparisons().getFirst();
    assertThat(comparison.per()).isEqualTo(Unit.VERTEBRA);
    assertThat(comparison.test().p()).isNull();
    Contrast contrast = comparison.contrasts().getFirst();
    assertClose(
        "difference",
        contrast.riskDifference(),
        cohort.path("clusteredDifference").path("difference"));
    assertBounds(
        contrast.riskDifferenceInterval(), cohort.path("clusteredDifference").path("interval"));
    assertClose("ratio", contrast.riskRatio(), cohort.path("clusteredRatio").path("ratio"));
    assertBounds(contrast.riskRatioInterval(), cohort.path("clusteredRatio").path("interval"));
    // Patients with vertebrae in both regions are in both strata.
    StrataComparison perPatient = report.comparisons().get(1);
    assertThat(perPatient.per()).isEqualTo(Unit.PATIENT);
    assertThat(perPatient.contrasts().getFirst().notComputed())
        .containsOnlyKeys(
            "riskDifference", "riskDifferenceInterval", "riskRatio", "riskRatioInterval");
    assertThat(perPatient.test().method()).isNull();
    assertThat(perPatient.test().notComputed()).containsKeys("method", "p", "statistic");
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void volumes_with_and_without_leakage_are_compared_as_lm_with_clusters_and_coin_do(
      int seed, int n, JsonNode cohort) {
    VolumeReport volume = byRegion(cohort).leakage().volume();

    JsonNode expected = cohort.path("volumeDifference");
    VolumeReport.MeanDifference difference = volume.meanDifference();
    assertThat(difference.patients()).isEqualTo(expected.path("patients").longValue());
    assertClose("difference", difference.difference(), expected.path("difference"));
    assertClose("standard error", difference.standardError(), expected.path("se"));
    assertBounds(difference.interval(), expected.path("interval"));
    assertClose("t", difference.t(), expected.path("t"));
    assertP("p", difference.p(), expected.path("p"));
    JsonNode ranks = cohort.path("volumeRanks");
    assertClose("u", volume.mannWhitney().u(), ranks.path("u"));
    assertClose("z", volume.mannWhitney().z(), ranks.path("z"));
    assertP("p", volume.mannWhitney().p(), ranks.path("p"));
    assertP("exact p", volume.mannWhitney().pExact(), ranks.path("pExact"));
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void strata_of_patients_are_compared_by_the_test_whose_condition_holds(
      int seed, int n, JsonNode cohort) {
    List<StrataComparison> comparisons = byStratumOfPatients(cohort).comparisons();
    JsonNode contrasts = cohort.path("strata").path("contrasts");
    if (contrasts.isEmpty()) {
      assertThat(comparisons).isEmpty();
      return;
    }
    StrataComparison leakage = comparisons.get(1);
    assertThat(leakage.figure()).isEqualTo("leakage");
    assertThat(leakage.per()).isEqualTo(Unit.PATIENT);
    assertThat(leakage.contrasts()).hasSize(contrasts.size());
    for (int i = 0; i < contrasts.size(); i++) {
      Contrast contrast = leakage.contrasts().get(i);
      JsonNode newcombe = contrasts.get(i).path("newcombe");
      JsonNode koopman = contrasts.get(i).path("koopman");
      assertClose("difference", contrast.riskDifference(), newcombe.path("difference"));
      assertBounds(contrast.riskDifferenceInterval(), newcombe.path("interval"));
      assertClose("ratio", contrast.riskRatio(), koopman.path("ratio"));
      assertBounds(contrast.riskRatioInterval(), koopman.path("interval"));
    }
    StrataTest test = leakage.test();
    JsonNode expected = cohort.path("strata").path("test");
    if (expected.isNull()) {
      assertThat(test.method()).isNull();
      assertThat(test.p()).isNull();
    } else {
      assertThat(test.method()).isEqualTo(expected.path("method").textValue());
      assertP("p", test.p(), expected.path("p"));
      assertClose("statistic", test.statistic(), expected.path("statistic"));
      assertClose("smallest", test.smallestExpected(), expected.path("smallest"));
      assertClose("below 5", test.percentExpectedBelow5(), expected.path("below5"));
    }
  }

  @ParameterizedTest(name = "cohort {0}, n = {1}")
  @MethodSource("cohorts")
  void the_incidence_of_the_first_event_is_that_of_survfit(int seed, int n, JsonNode cohort) {
    FirstEventReport event = byRegion(cohort).firstEvent();

    assertThat(event.patients()).isEqualTo(n);
    JsonNode expected = cohort.path("incidenceOn");
    assertThat(event.cumulativeIncidence()).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      FirstEventReport.Incidence on = event.cumulativeIncidence().get(i);
      assertThat(on.day()).isEqualTo(expected.get(i).get(0).intValue());
      assertThat(on.atRisk()).isEqualTo(expected.get(i).get(1).longValue());
      assertClose("percent", on.percent(), expected.get(i).get(2));
      assertClose("standard error", on.standardError(), expected.get(i).get(3));
      Interval interval = on.interval();
      assertClose("lower", interval == null ? null : interval.lower(), expected.get(i).get(4));
      assertClose("upper", interval == null ? null : interval.upper(), expected.get(i).get(5));
    }
  }

  /** Vertebrae are divided; those of one patient can be in both regions. */
  private static ComplicationReport byRegion(JsonNode cohort) {
    List<StrataLeaks> leaks = new ArrayList<>();
    for (JsonNode row : cohort.path("pairs")) {
      Map<List<String>, Treated> strata = new LinkedHashMap<>();
      put(strata, OTHER_REGION, row, 0);
      put(strata, REFERENCE_REGION, row, 2);
      leaks.add(new StrataLeaks(strata, row.get(4).longValue()));
    }
    List<StratumCounts> strata = new ArrayList<>();
    for (List<String> region : List.of(REFERENCE_REGION, OTHER_REGION)) {
      Map<Treated, Long> treated = treated(leaks, region);
      if (!treated.isEmpty()) {
        strata.add(stratum(region, cohort, treated));
      }
    }
    Division division = new Division(List.of(Stratification.LEVEL_REGION), List.of(), BANDS);
    return ComplicationService.report(
        Dataset.of(PROTOCOL, 1),
        division,
        new ComplicationCounts(
            stratum(List.of(), cohort, together(leaks)),
            strata.size() < 2 ? List.of() : strata,
            leaks));
  }

  private static void put(
      Map<List<String>, Treated> strata, List<String> region, JsonNode row, int at) {
    if (row.get(at).intValue() > 0) {
      strata.put(region, new Treated(row.get(at).intValue(), row.get(at + 1).intValue()));
    }
  }

  private static Map<Treated, Long> treated(List<StrataLeaks> leaks, List<String> region) {
    Map<Treated, Long> treated = new HashMap<>();
    for (StrataLeaks alike : leaks) {
      Treated here = alike.strata().get(region);
      if (here != null) {
        treated.merge(here, alike.patients(), Long::sum);
      }
    }
    return treated;
  }

  private static Map<Treated, Long> together(List<StrataLeaks> leaks) {
    Map<Treated, Long> treated = new HashMap<>();
    for (StrataLeaks alike : leaks) {
      int vertebrae = alike.strata().values().stream().mapToInt(Treated::vertebrae).sum();
      int leaking = alike.strata().values().stream().mapToInt(Treated::leaking).sum();
      if (vertebrae > 0) {
        treated.merge(new Treated(vertebrae, leaking), alike.patients(), Long::sum);
      }
    }
    return treated;
  }

  /** Patients are divided: how many of each stratum have a leakage. */
  private static ComplicationReport byStratumOfPatients(JsonNode cohort) {
    List<StratumCounts> strata = new ArrayList<>();
    for (JsonNode row : cohort.path("strata").path("rows")) {
      long affected = row.get(0).longValue();
      strata.add(
          counts(
              List.of("stratum-" + strata.size()),
              new CohortSize(row.get(1).longValue(), row.get(1).longValue(), 0),
              new EventCount(
                  ComplicationKind.CEMENT_LEAKAGE, null, 0, affected, affected, affected),
              LeakCounts.NONE,
              cohort));
    }
    return ComplicationService.report(
        Dataset.of(PROTOCOL, 1),
        new Division(List.of(Stratification.SEX), List.of(), BANDS),
        new ComplicationCounts(stratum(List.of(), cohort, Map.of()), strata, List.of()));
  }

  private static StratumCounts stratum(
      List<String> name, JsonNode cohort, Map<Treated, Long> patients) {
    long vertebrae = 0;
    long leaking = 0;
    long affected = 0;
    long all = 0;
    for (Map.Entry<Treated, Long> entry : patients.entrySet()) {
      vertebrae += entry.getKey().vertebrae() * entry.getValue();
      leaking += entry.getKey().leaking() * entry.getValue();
      affected += entry.getKey().leaking() > 0 ? entry.getValue() : 0;
      all += entry.getValue();
    }
    return counts(
        name,
        new CohortSize(all, all, vertebrae),
        new EventCount(ComplicationKind.CEMENT_LEAKAGE, null, leaking, affected, affected, 0),
        new LeakCounts(new TreeMap<>(patients), List.of()),
        cohort);
  }

  private static StratumCounts counts(
      List<String> name, CohortSize size, EventCount leakage, LeakCounts leaks, JsonNode cohort) {
    return new StratumCounts(
        name,
        size,
        List.of(leakage),
        SymptomaticLeakCount.NONE,
        DeathCount.NONE,
        leaks,
        List.of(),
        ends(cohort),
        volumes(cohort));
  }

  private static List<FollowUpEnd> ends(JsonNode cohort) {
    List<FollowUpEnd> ends = new ArrayList<>();
    for (JsonNode row : cohort.path("ends")) {
      End end =
          switch (row.get(1).intValue()) {
            case 1 -> End.EVENT;
            case 2 -> End.DEATH;
            default -> End.CENSORED;
          };
      ends.add(new FollowUpEnd(row.get(0).intValue(), end, row.get(2).longValue(), 0, 0));
    }
    return ends;
  }

  /** R has tenths of millilitres. */
  private static VolumeCounts volumes(JsonNode cohort) {
    List<TreeMap<Integer, Long>> volumes = List.of(new TreeMap<>(), new TreeMap<>());
    for (JsonNode row : cohort.path("volumes")) {
      volumes.get(row.get(0).intValue()).put(100 * row.get(1).intValue(), row.get(2).longValue());
    }
    long patients = 0;
    long[] totals = new long[4];
    long[][] sums = new long[4][4];
    for (JsonNode row : cohort.path("volumeClusters")) {
      long number = row.get(4).longValue();
      patients += number;
      for (int i = 0; i < 4; i++) {
        totals[i] += number * value(row, i);
        for (int j = 0; j < 4; j++) {
          sums[i][j] += number * value(row, i) * value(row, j);
        }
      }
    }
    return new VolumeCounts(
        new Frequencies<>(volumes.get(1), 0),
        new Frequencies<>(volumes.get(0), 0),
        new PatientSums(
            patients,
            new Part(totals[0], totals[1], sums[0][0], sums[0][1], sums[1][1]),
            new Part(totals[2], totals[3], sums[2][2], sums[2][3], sums[3][3]),
            sums[0][2],
            sums[0][3],
            sums[1][2],
            sums[1][3]));
  }

  /** Numbers are at even places, volumes at odd ones. */
  private static long value(JsonNode row, int at) {
    return (at % 2 == 0 ? 1 : 100) * row.get(at).longValue();
  }

  private static int nulls(JsonNode expected, String figure, int number) {
    return expected.path(figure).isNull() ? number : 0;
  }

  private static void assertBounds(@Nullable Interval actual, JsonNode expected) {
    if (expected.isNull()) {
      assertThat(actual).as("interval").isNull();
      return;
    }
    Interval interval = Objects.requireNonNull(actual, "interval");
    assertClose("lower", interval.lower(), expected.get(0));
    assertClose("upper", interval.upper(), expected.get(1));
  }

  private static void assertP(String name, @Nullable Double actual, JsonNode expected) {
    assertClose(name, actual, expected, TOLERANCE_OF_P);
  }

  private static void assertClose(String name, @Nullable Double actual, JsonNode expected) {
    assertClose(name, actual, expected, TOLERANCE);
  }

  /** Relative, but for what R gives as a rounding error instead of 0. */
  private static void assertClose(
      String name, @Nullable Double actual, JsonNode expected, double tolerance) {
    if (expected.isNull()) {
      assertThat(actual).as(name).isNull();
    } else {
      assertThat(expected.isNumber()).as(name + " is expected to be a number").isTrue();
      double value = expected.doubleValue();
      assertThat(actual)
          .as(name)
          .isNotNull()
          .isCloseTo(value, within(Math.max(tolerance * Math.abs(value), 1e-12)));
    }
  }

  private static JsonNode read() {
    try (InputStream in =
        RComplicationsTest.class.getResourceAsStream("/statistics/r-rates.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
