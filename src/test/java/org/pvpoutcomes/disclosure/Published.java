package org.pvpoutcomes.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.disclosure.Attack.Range;

/**
 * Attacks published answers, and compares what it infers with the true ones: those with full
 * access.
 */
final class Published {

  /**
   * What is inferred of a number that was not shown.
   *
   * @param truth what it really is
   */
  record Inferred(String number, Range range, double truth) {}

  /** How the audience reads what is published. */
  interface Reading {
    /** Between which counts one lies that is shown so, or is not shown. */
    Range count(JsonNode shown);

    /** How far a mean of at least so many may lie from the one that is shown. */
    double error(double span, double n);
  }

  /** Exact figures, and counts from 1 to a threshold not shown. */
  static Reading exact(int threshold) {
    return new Reading() {
      @Override
      public Range count(JsonNode shown) {
        return shown.isNull()
            ? new Range(1, threshold - 1.0)
            : new Range(shown.asDouble(), shown.asDouble());
      }

      @Override
      public double error(double span, double n) {
        return 1e-9;
      }
    };
  }

  /** Counts in the middle of classes, as the statement of the answers says. */
  static Reading classes(int width) {
    return new Reading() {
      @Override
      public Range count(JsonNode shown) {
        long least = shown.isNull() ? 0 : shown.asLong() - (width - 1) / 2;
        return new Range(least, least + width - 1.0);
      }

      @Override
      public double error(double span, double n) {
        double least = Math.max(1, n);
        return new BigDecimal(span / least)
                .round(new MathContext(1, RoundingMode.CEILING))
                .doubleValue()
            / 2;
      }
    };
  }

  private static final String MEAN = "/mean";
  private static final String SUM = " sum";
  private static final Map<String, Double> SPANS =
      Map.of("vas-pain", 10.0, "qlq-bm22-raw-sum", 66.0);

  private final Cells truth;
  private final Cells shown;
  private final Reading reading;
  private final boolean countsKnown;
  private final Attack attack = new Attack();

  Published(Cells truth, Cells shown, Reading reading) {
    this(truth, shown, reading, false);
  }

  /**
   * Attacks what is shown.
   *
   * @param countsKnown whether all counts are known exactly from elsewhere, so that means alone
   *     hide
   */
  Published(Cells truth, Cells shown, Reading reading, boolean countsKnown) {
    this.truth = truth;
    this.shown = shown;
    this.reading = reading;
    this.countsKnown = countsKnown;
    know();
    truth.relate(attack, "");
    truth.relateTables(attack);
    attack.run();
    knowSums();
    truth.relate(attack, SUM);
    attack.run();
  }

  /** The counts that are not shown, and are of few patients. */
  List<Inferred> smallCounts(int threshold) {
    return inferred(
        "",
        (stratum, name) ->
            isCount(stratum, name)
                && shown.at(stratum, name).isNull()
                && truth.at(stratum, name).asLong() > 0
                && truth.at(stratum, name).asLong() < threshold);
  }

  /** All counts. */
  List<Inferred> counts() {
    return inferred("", this::isCount);
  }

  /** The sums of values whose mean is not shown, of those who have values. */
  List<Inferred> hiddenSums() {
    return inferred(
        SUM,
        (stratum, name) ->
            attack.knows(Cells.key(stratum, name) + SUM)
                && shown.at(stratum, name).isNull()
                && truth.at(stratum, n(name)).asLong() > 0);
  }

  /** All sums of values. */
  List<Inferred> sums() {
    return inferred(SUM, (stratum, name) -> attack.knows(Cells.key(stratum, name) + SUM));
  }

  private interface Choice {
    boolean takes(String stratum, String name);
  }

  private List<Inferred> inferred(String suffix, Choice choice) {
    List<Inferred> all = new ArrayList<>();
    truth.byStratum.forEach(
        (stratum, cells) ->
            cells.forEach(
                (name, node) -> {
                  if (choice.takes(stratum, name)) {
                    String number = Cells.key(stratum, name) + suffix;
                    double value =
                        suffix.isEmpty()
                            ? node.asDouble()
                            : node.asDouble() * truth.at(stratum, n(name)).asDouble();
                    all.add(new Inferred(number, attack.range(number), value));
                  }
                }));
    return all;
  }

  private boolean isCount(String stratum, String name) {
    return truth.at(stratum, name).isIntegralNumber();
  }

  private void know() {
    truth.byStratum.forEach(
        (stratum, cells) ->
            cells.forEach(
                (name, node) -> {
                  if (node.isIntegralNumber()) {
                    Range range =
                        countsKnown
                            ? new Range(node.asDouble(), node.asDouble())
                            : reading.count(shown.at(stratum, name));
                    attack.know(Cells.key(stratum, name), range.least(), range.most());
                  }
                }));
  }

  private void knowSums() {
    truth.byStratum.forEach(
        (stratum, cells) ->
            cells.forEach(
                (name, node) -> {
                  if (name.endsWith(MEAN) && name.startsWith("outcomes/") && spanOf(name) > 0) {
                    knowSum(stratum, name);
                  }
                }));
  }

  private void knowSum(String stratum, String name) {
    double span = spanOf(name);
    boolean change = name.contains("/changes/");
    double smallest = change ? -span : smallest(name);
    double largest = change ? span : smallest(name) + span;
    Range n = attack.range(Cells.key(stratum, n(name)));
    JsonNode mean = shown.at(stratum, name);
    double error =
        reading.error(largest - smallest, reading.count(shown.at(stratum, n(name))).least());
    double least = mean.isNull() ? smallest : Math.max(smallest, mean.asDouble() - error);
    double most = mean.isNull() ? largest : Math.min(largest, mean.asDouble() + error);
    attack.know(
        Cells.key(stratum, name) + SUM,
        Math.min(n.least() * least, n.most() * least),
        Math.max(n.least() * most, n.most() * most));
  }

  private static String n(String mean) {
    return mean.substring(0, mean.length() - MEAN.length()) + "/n";
  }

  private static double smallest(String name) {
    return name.contains("raw-sum") ? 22 : 0;
  }

  /** 0 for a mean of something else than values. */
  private static double spanOf(String name) {
    return name.contains("percentChange")
        ? 0
        : SPANS.entrySet().stream()
            .filter(span -> name.contains("/" + span.getKey() + "/"))
            .mapToDouble(Map.Entry::getValue)
            .findFirst()
            .orElse(0);
  }
}
