package org.pvpoutcomes.comparator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.ComparatorCounts;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.DeathCount;
import org.pvpoutcomes.cohort.ComplicationCounts.EventCount;
import org.pvpoutcomes.cohort.ComplicationCounts.SymptomaticLeakCount;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.LeakCounts;
import org.pvpoutcomes.cohort.OutcomeCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.MeasureCounts;
import org.pvpoutcomes.cohort.OutcomeCounts.PairCount;
import org.pvpoutcomes.cohort.VolumeCounts;
import org.pvpoutcomes.cohort.VolumeCounts.PatientSums;
import org.pvpoutcomes.comparator.ComparatorReport.ChangeComparison;
import org.pvpoutcomes.comparator.ComparatorReport.Comparator;
import org.pvpoutcomes.comparator.ComparatorReport.Figures;
import org.pvpoutcomes.comparator.ComparatorReport.LeakageComparison;
import org.pvpoutcomes.comparator.ComparatorReport.PercentageComparison;
import org.pvpoutcomes.comparator.ComparatorReport.ValueComparison;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.TimePoint;

/**
 * Four patients with pain 8, 6, 4, 2 before and 4, 4, 2, 2 after 90 days; one leak in 5 vertebrae.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ComparatorServiceTest {

  private static final Protocol PROTOCOL =
      new Protocol(
          "synthetic",
          "A synthetic study",
          "Made for a test",
          Set.of(ProcedureKind.PVP),
          List.of(Measure.VAS_PAIN),
          List.of(
              new TimePoint("baseline", -30, 0, -1),
              new TimePoint("1-week", 3, 14, 7),
              new TimePoint("3-months", 60, 120, 90)),
          List.of(new Comparison("baseline", "3-months")),
          List.of(),
          List.of(),
          Set.of(),
          List.of());

  private static final Figures BEFORE = new Figures(4L, 5.0, Math.sqrt(20.0 / 3), 2.0, 8.0);
  private static final Figures AFTER = new Figures(4L, 3.0, Math.sqrt(4.0 / 3), 2.0, 4.0);
  private static final String RANGE = "they give a range and no mean";
  private static final String NOT_GIVEN = "they do not give it";
  private static final String NO_SD = "their standard deviation is not given";
  private static final String NO_SD_OF_CHANGE =
      "they do not give it, and it does not follow from those of the values";
  private static final String NOBODY = "the study has nobody";

  @Test
  void means_of_the_same_day_are_compared_with_the_interval_of_Welch() throws IOException {
    ValueComparison value =
        value("{ measure: vas-pain, time: 3 months, day: 90, mean: 2.0, sd: 1.1 }");

    // R: x <- c(4, 4, 2, 2); y <- 2 + 1.1 * scale(1:12)[, 1]; t.test(x, y)
    assertClose(value.degreesOfFreedom(), 4.9655960925161455);
    Interval interval = Objects.requireNonNull(value.interval());
    assertClose(interval.lower(), -0.6973262432324572);
    assertClose(interval.upper(), 2.697326243232457);
    assertThat(value)
        .isEqualTo(
            new ValueComparison(
                "vas-pain",
                "3 months",
                90,
                "3-months",
                new Figures(12L, 2.0, 1.1, null, null),
                AFTER,
                1.0,
                interval,
                value.degreesOfFreedom(),
                Map.of("theirs.min", NOT_GIVEN, "theirs.max", NOT_GIVEN)));
  }

  @Test
  void day_0_is_the_last_time_point_before_the_procedure() throws IOException {
    ValueComparison value = value("{ measure: vas-pain, time: before, day: 0, mean: 7.5, sd: 1 }");

    assertThat(value.timePoint()).isEqualTo("baseline");
    assertThat(value.own()).isEqualTo(BEFORE);
    assertThat(value.difference()).isEqualTo(-2.5);
  }

  @Test
  void a_mean_without_a_deviation_has_a_difference_and_no_interval() throws IOException {
    ValueComparison value = value("{ measure: vas-pain, time: 3 months, day: 90, mean: 2 }");

    assertThat(value.difference()).isEqualTo(1);
    assertThat(value.interval()).isNull();
    assertThat(value.notComputed())
        .isEqualTo(
            Map.of(
                "theirs.sd", NOT_GIVEN,
                "theirs.min", NOT_GIVEN,
                "theirs.max", NOT_GIVEN,
                "interval", NO_SD,
                "degreesOfFreedom", NO_SD));
  }

  @Test
  void an_unknown_number_of_patients_leaves_no_interval() throws IOException {
    Comparator earlier =
        comparator(
            """
              values: [{ measure: vas-pain, time: 3 months, day: 90, mean: 2, sd: 1 }]
              absent: { design: not given, cement: not given, leakage: not given, patients: not said }
            """);

    ValueComparison value = earlier.values().getFirst();
    assertThat(value.difference()).isEqualTo(1);
    assertThat(value.notComputed())
        .containsEntry("theirs.n", "not said")
        .containsEntry("interval", "their number of patients is not given");
  }

  @Test
  void one_patient_has_no_interval() throws IOException {
    Comparator earlier =
        comparator(
            """
              patients: 1
              values: [{ measure: vas-pain, time: 3 months, day: 90, mean: 2, sd: 0 }]
              absent: { design: not given, cement: not given, leakage: not given }
            """);

    assertThat(earlier.values().getFirst().notComputed())
        .containsEntry("interval", "one side has a single value, or neither side varies");
  }

  @Test
  void a_range_has_no_difference() throws IOException {
    ValueComparison value = value("{ measure: vas-pain, time: 3 months, day: 90, min: 3, max: 4 }");

    assertThat(value.theirs()).isEqualTo(new Figures(12L, null, null, 3.0, 4.0));
    assertThat(value.own()).isEqualTo(AFTER);
    assertThat(value.notComputed())
        .isEqualTo(
            Map.of(
                "theirs.mean", NOT_GIVEN,
                "theirs.sd", NOT_GIVEN,
                "difference", RANGE,
                "interval", RANGE,
                "degreesOfFreedom", RANGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          vas-pain           | day: 30, | the study has no time point with their target day
          vas-pain           | day: 5,  | the study has no time point with their target day
          vas-pain           |          | their time is not given
          nrs-pain           | day: 90, | the study does not measure it
          qlq-bm22-raw-sum   | day: 90, | the study does not measure it
          """)
  void another_time_or_measure_is_not_compared(String measure, @Nullable String day, String reason)
      throws IOException {
    ValueComparison value =
        value(
            "{ measure: %s, time: then, %s mean: %s, sd: 1 }"
                .formatted(
                    measure, day == null ? "" : day, measure.startsWith("qlq") ? "40" : "2"));

    assertThat(value.own()).isNull();
    assertThat(value.difference()).isNull();
    assertThat(value.notComputed())
        .containsEntry("own", reason)
        .containsEntry("difference", reason)
        .containsEntry("interval", reason)
        .containsEntry("degreesOfFreedom", reason);
  }

  @Test
  void a_change_is_that_of_their_means_and_has_no_interval() throws IOException {
    Comparator earlier =
        comparator(
            """
              patients: 12
              values:
                - { measure: vas-pain, time: before, day: 0, mean: 7.4, sd: 1.1 }
                - { measure: vas-pain, time: 1 week, day: 7, mean: 2.5, sd: 0.9 }
                - { measure: vas-pain, time: 3 months, day: 90, mean: 2.1, sd: 1.1 }
              absent: { design: not given, cement: not given, leakage: not given }
            """);

    assertThat(earlier.changes())
        .isEqualTo(
            List.of(
                new ChangeComparison(
                    "vas-pain",
                    "before",
                    "1 week",
                    "baseline",
                    "1-week",
                    new Figures(12L, 4.9, null, null, null),
                    null,
                    null,
                    null,
                    null,
                    Map.of(
                        "theirs.sd", NO_SD_OF_CHANGE,
                        "theirs.min", NOT_GIVEN,
                        "theirs.max", NOT_GIVEN,
                        "own", "the study does not compare these time points",
                        "difference", "the study does not compare these time points",
                        "interval", "the study does not compare these time points",
                        "degreesOfFreedom", "the study does not compare these time points")),
                new ChangeComparison(
                    "vas-pain",
                    "before",
                    "3 months",
                    "baseline",
                    "3-months",
                    new Figures(12L, 5.3, null, null, null),
                    new Figures(4L, 2.0, Math.sqrt(8.0 / 3), 0.0, 4.0),
                    2.0 - 5.3,
                    null,
                    null,
                    Map.of(
                        "theirs.sd", NO_SD_OF_CHANGE,
                        "theirs.min", NOT_GIVEN,
                        "theirs.max", NOT_GIVEN,
                        "interval", NO_SD,
                        "degreesOfFreedom", NO_SD))));
  }

  @ParameterizedTest
  @CsvSource({"vertebra, 5", "patient, 4"})
  void leakages_are_compared_per_the_unit_that_they_give(String per, long of) throws IOException {
    LeakageComparison leakage =
        Objects.requireNonNull(
            comparator(
                    """
                      patients: 12
                      leakage: { count: 3, of: 20, per: %s }
                      absent: { design: not given, cement: not given, values: not given }
                    """
                        .formatted(per))
                .leakage());

    assertThat(leakage.per()).isEqualTo(per);
    assertThat(leakage.theirs()).isEqualTo(Rate.of(3, 20));
    assertThat(leakage.own()).isEqualTo(Rate.of(1, of));
    assertThat(leakage.notComputed()).isEmpty();
    if (of == 5) {
      // R: both Wilson intervals by prop.test(correct = FALSE), combined as in src/test/r/rates.R
      Interval interval = Objects.requireNonNull(leakage.interval());
      assertClose(leakage.percentagePoints(), 5);
      assertClose(interval.lower(), -21.66432846182911);
      assertClose(interval.upper(), 48.554874848714014);
    }
  }

  @Test
  void a_percentage_of_nothing_said_stands_alone() throws IOException {
    assertThat(
            comparator(
                    """
                      percentages: [{ time: not given, percent: 86 }]
                      absent:
                        { design: no, patients: no, cement: no, leakage: no, values: not given }
                    """)
                .percentages())
        .isEqualTo(
            List.of(
                new PercentageComparison(
                    "not given",
                    null,
                    86,
                    Map.of(
                        "day", NOT_GIVEN, "own", "they do not say what it is a percentage of"))));
  }

  @Test
  void a_study_without_earlier_ones_says_so() throws IOException {
    EarlierStudies others =
        read(
            "  patients: 1\n  absent: { design: no, cement: no, leakage: no, values: no }\n",
            "other");

    assertThat(ComparatorService.report(PROTOCOL, others, counts()))
        .isEqualTo(
            new ComparatorReport(
                "synthetic",
                new CohortSize(4, 4, 5),
                null,
                List.of(),
                Map.of("comparators", "no earlier studies are known for this study"),
                Methods.of(Answer.COMPARATORS)));
  }

  @Test
  void nobody_has_figures_of_nobody() throws IOException {
    EarlierStudies earlier =
        read(
            """
              patients: 12
              values: [{ measure: vas-pain, time: 3 months, day: 90, mean: 2, sd: 1 }]
              leakage: { count: 3, of: 20, per: vertebra }
              absent: { design: not given, cement: not given }
            """,
            "synthetic");

    Comparator comparator =
        ComparatorService.report(PROTOCOL, earlier, counts(CohortSize.EMPTY, List.of(), List.of()))
            .comparators()
            .getFirst();

    assertThat(comparator.values().getFirst().notComputed())
        .containsEntry("difference", "the study has no values");
    assertThat(Objects.requireNonNull(comparator.leakage()).notComputed())
        .isEqualTo(Map.of("percentagePoints", NOBODY, "interval", NOBODY));
  }

  private static ValueComparison value(String value) throws IOException {
    return comparator(
            """
              patients: 12
              values: [%s]
              absent: { design: not given, cement: not given, leakage: not given }
            """
                .formatted(value))
        .values()
        .getFirst();
  }

  private static Comparator comparator(String fields) throws IOException {
    return ComparatorService.report(PROTOCOL, read(fields, "synthetic"), counts())
        .comparators()
        .getFirst();
  }

  private static EarlierStudies read(String fields, String study) throws IOException {
    String yaml =
        """
        id: invented
        source: Invented for a test
        studies: [%s]
        comparators:
        - id: first
          title: First et al.
          source: Nowhere
        %s\
        """
            .formatted(study, fields);
    return EarlierStudies.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private static ComparatorCounts counts() {
    return counts(
        new CohortSize(4, 4, 5),
        List.of(8, 6, 4, 2),
        List.of(
            new EventCount(ComplicationKind.CEMENT_LEAKAGE, LeakSite.DISC, 1, 1, 1, 0),
            new EventCount(ComplicationKind.CEMENT_LEAKAGE, null, 1, 1, 1, 0)));
  }

  /** Pain of each patient before; after it is 4 for the first two, 2 for the others. */
  private static ComparatorCounts counts(
      CohortSize cohort, List<Integer> pain, List<EventCount> events) {
    boolean nobody = cohort.patients() == 0;
    MeasureCounts measure =
        new MeasureCounts(
            Measure.VAS_PAIN,
            nobody
                ? List.of(frequencies(), frequencies(), frequencies())
                : List.of(
                    frequencies(pain.toArray(Integer[]::new)),
                    frequencies(),
                    frequencies(4, 4, 2, 2)),
            List.of(nobody ? List.of() : List.of(pair(8, 4), pair(6, 4), pair(4, 2), pair(2, 2))),
            null,
            List.of());
    return new ComparatorCounts(
        new OutcomeCounts(
            cohort,
            Map.of(),
            List.of(new OutcomeCounts.StratumCounts(List.of(), cohort, List.of(measure)))),
        new ComplicationCounts(
            new ComplicationCounts.StratumCounts(
                List.of(),
                cohort,
                events,
                SymptomaticLeakCount.NONE,
                DeathCount.NONE,
                LeakCounts.NONE,
                List.of(),
                List.of(),
                new VolumeCounts(frequencies(), frequencies(), PatientSums.NONE)),
            List.of(),
            List.of()));
  }

  private static Frequencies<Integer> frequencies(Integer... points) {
    TreeMap<Integer, Long> counts = new TreeMap<>();
    for (int value : points) {
      counts.merge(1000 * value, 1L, Long::sum);
    }
    return new Frequencies<>(counts, 0);
  }

  private static PairCount pair(int from, int to) {
    return new PairCount(1000 * from, 1000 * to, 1);
  }

  private static void assertClose(@Nullable Double actual, double expected) {
    assertThat(actual).isNotNull().isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }
}
