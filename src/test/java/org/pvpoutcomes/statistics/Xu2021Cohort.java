package org.pvpoutcomes.statistics;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** The synthetic cohort under {@code golden/xu2021}, as tables of its values. */
final class Xu2021Cohort {

  /** 100/2520: every BM22 scale score is a whole number of these steps. */
  private static final Scale BM22_STEP = new Scale(5, 126);

  private static final List<Map<String, String>> ASSESSMENTS = rows("assessments.csv");

  /** All scores of the assessments. */
  static final List<Score> SCORES =
      List.of(
          new Score("vas", new Scale(1, 1000), row -> steps(row, "vas", 3)),
          new Score("qlq_raw_total", Scale.UNIT, row -> sum(row, 1, 22)),
          new Score("painful_sites", BM22_STEP, row -> symptom(row, 1, 5)),
          new Score("painful_characteristics", BM22_STEP, row -> symptom(row, 6, 8)),
          new Score("functional_interference", BM22_STEP, row -> 2520 - symptom(row, 9, 16)),
          new Score(
              "psychosocial_aspects_q21_q22_not_reversed",
              BM22_STEP,
              row -> 2520 - symptom(row, 17, 22)),
          new Score(
              "psychosocial_aspects_q21_q22_reversed",
              BM22_STEP,
              row -> 2520 - symptom(withItems21And22Reversed(row), 17, 22)));

  /**
   * A score of an assessment.
   *
   * @param expectedName its name in {@code expected.json}
   * @param scale the size of a step
   * @param value the score of a row of {@code assessments.csv}, in steps
   */
  record Score(String expectedName, Scale scale, ToIntFunction<Map<String, String>> value) {

    /** The values of the patients at {@code timePoint}. */
    FrequencyTable at(String timePoint) {
      return table(
          scale, ASSESSMENTS, row -> Objects.equals(row.get("timepoint"), timePoint), value);
    }

    /** The values of each patient at two time points. */
    PairedTable between(String from, String to) {
      List<PairedTable.Cell> cells = new ArrayList<>();
      Map<String, Integer> earlier = byPatient(from);
      byPatient(to)
          .forEach(
              (patient, later) ->
                  cells.add(
                      new PairedTable.Cell(
                          Objects.requireNonNull(earlier.get(patient)), later, 1)));
      return PairedTable.of(scale, cells);
    }

    @Override
    public String toString() {
      return expectedName;
    }

    private Map<String, Integer> byPatient(String timePoint) {
      Map<String, Integer> values = new TreeMap<>();
      for (Map<String, String> row : ASSESSMENTS) {
        if (Objects.equals(row.get("timepoint"), timePoint)) {
          values.put(cell(row, "patient_id"), value.applyAsInt(row));
        }
      }
      return values;
    }
  }

  private Xu2021Cohort() {}

  /** The values of a column with up to {@code decimals} decimals, in rows that {@code match}. */
  static FrequencyTable column(
      String file, String column, int decimals, Predicate<Map<String, String>> match) {
    Scale scale = new Scale(1, BigDecimal.TEN.pow(decimals).longValueExact());
    return table(scale, rows(file), match, row -> steps(row, column, decimals));
  }

  private static FrequencyTable table(
      Scale scale,
      List<Map<String, String>> rows,
      Predicate<Map<String, String>> match,
      ToIntFunction<Map<String, String>> value) {
    Map<Integer, Long> counts = new HashMap<>();
    rows.stream().filter(match).forEach(row -> counts.merge(value.applyAsInt(row), 1L, Long::sum));
    return FrequencyTable.of(scale, counts);
  }

  /** (mean - 1) / 3 of complete items, as steps of 1/2520. */
  private static int symptom(Map<String, String> row, int first, int last) {
    int items = last - first + 1;
    return (sum(row, first, last) - items) * (840 / items);
  }

  private static int sum(Map<String, String> row, int first, int last) {
    int sum = 0;
    for (int item = first; item <= last; item++) {
      sum += Integer.parseInt(cell(row, "q" + item));
    }
    return sum;
  }

  private static Map<String, String> withItems21And22Reversed(Map<String, String> row) {
    Map<String, String> reversed = new HashMap<>(row);
    for (String item : List.of("q21", "q22")) {
      reversed.put(item, Integer.toString(5 - Integer.parseInt(cell(row, item))));
    }
    return reversed;
  }

  private static int steps(Map<String, String> row, String column, int decimals) {
    return new BigDecimal(cell(row, column)).movePointRight(decimals).intValueExact();
  }

  private static String cell(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  private static List<Map<String, String>> rows(String file) {
    String name = "/golden/xu2021/" + file;
    try (InputStream stream = Xu2021Cohort.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      String[] header = lines.getFirst().split(",", -1);
      return lines.stream().skip(1).map(line -> row(header, line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }

  private static Map<String, String> row(String[] header, String[] cells) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < header.length; i++) {
      row.put(header[i], cells[i]);
    }
    return row;
  }
}
