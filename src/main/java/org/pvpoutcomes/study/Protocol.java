package org.pvpoutcomes.study;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A study as data: which procedure defines it, what is measured when, and how values are compared.
 * Lists keep the order in which the protocol states them; the API answers in that order.
 *
 * @param id lower case with hyphens, such as {@code xu-2021}
 * @param title what the study is called
 * @param source where it is published
 * @param indexProcedure which session is the index session
 * @param measures what is measured
 * @param timePoints windows around target days; they do not overlap
 * @param comparisons pairs of time points whose difference is tested
 * @param bands severity bands, at most one scheme per measure
 * @param responders what counts as a response, per measure
 * @param reversedItems QLQ-BM22 items that are reversed (5 - x) before the EORTC scales are scored;
 *     never for the raw sum
 * @param eligibility who may be in the study, as of the index session
 * @param strata bands of age and of cement volume
 * @param importantDifferences which changes matter to patients, at most one rule per measure
 * @param painResponse how pain and analgesics are judged together; null when they are not
 * @param multiplicity which tests are adjusted for one another; null for none
 * @param disclosure which counts are too small to be shown; null when the study has no rule
 */
public record Protocol(
    String id,
    String title,
    String source,
    IndexProcedure indexProcedure,
    List<Measure> measures,
    List<TimePoint> timePoints,
    List<Comparison> comparisons,
    List<BandScheme> bands,
    List<ResponderRule> responders,
    Set<Integer> reversedItems,
    List<Criterion> eligibility,
    Strata strata,
    List<ImportantDifference> importantDifferences,
    @Nullable PainResponseRule painResponse,
    @Nullable Multiplicity multiplicity,
    @Nullable DisclosureRule disclosure) {

  /**
   * A window around a target day, edges included, in days from the index session's calendar date.
   */
  public record TimePoint(String id, int firstDay, int lastDay, int targetDay) {
    /** Refuses a target outside the window. */
    public TimePoint {
      if (firstDay > targetDay || targetDay > lastDay) {
        throw new IllegalArgumentException(
            "The target day of " + id + " must lie between its first and its last day");
      }
    }
  }

  /** Two time points, by id; differences are {@code from} minus {@code to}. */
  public record Comparison(String from, String to) {}

  /** Severity bands of one measure, from the lowest to the highest. */
  public record BandScheme(Measure measure, String source, List<Band> bands) {
    /** Copies the list. */
    public BandScheme {
      bands = List.copyOf(bands);
    }
  }

  /**
   * Values above the band before and up to {@code upTo}, which is included.
   *
   * @param upTo in units of the measure
   */
  public record Band(String id, BigDecimal upTo) {}

  /**
   * What counts as a response from the first to the second time point of a comparison.
   *
   * @param id the key in the API, such as {@code atLeast2Points}
   * @param threshold points or percent; null for complete relief
   */
  public record ResponderRule(
      String id, Measure measure, Kind kind, @Nullable BigDecimal threshold, String source) {

    /** How the change is judged. A pair with a baseline of 0 can only be judged in points. */
    public enum Kind implements Coded {
      /** Improved by at least so many units of the measure. */
      POINTS("points"),
      /** Improved by at least so many percent of the baseline. */
      PERCENT("percent"),
      /** From above 0 to 0. */
      COMPLETE_RELIEF("complete-relief");

      private final String code;

      Kind(String code) {
        this.code = code;
      }

      @Override
      public String code() {
        return code;
      }
    }

    /** Refuses a rule whose threshold is missing, or given where none belongs. */
    public ResponderRule {
      if ((kind == Kind.COMPLETE_RELIEF) != (threshold == null)) {
        throw new IllegalArgumentException(
            "The responder rule " + id + " needs a threshold, unless it is complete relief");
      }
    }
  }

  /**
   * Copies the collections and refuses a protocol that cannot be derived: no measure or time point;
   * time points that overlap or repeat; comparisons that repeat, or of unknown time points, or
   * against time; rules on measures it does not have, bands that do not cover their measure,
   * responder rules that cannot be judged; items outside 1 to 22; criteria of eligibility that
   * repeat; a family of tests with one that the study does not make.
   *
   * @throws ContradictoryProtocolException names each place and what is allowed
   */
  public Protocol {
    measures = List.copyOf(measures);
    timePoints = List.copyOf(timePoints);
    comparisons = List.copyOf(comparisons);
    bands = List.copyOf(bands);
    responders = List.copyOf(responders);
    reversedItems = Collections.unmodifiableSet(new TreeSet<>(reversedItems));
    eligibility = List.copyOf(eligibility);
    importantDifferences = List.copyOf(importantDifferences);
    new ProtocolRules(id, measures, timePoints)
        .comparisons(comparisons)
        .bands(bands)
        .responders(responders)
        .reversedItems(reversedItems)
        .eligibility(eligibility)
        .importantDifferences(importantDifferences)
        .multiplicity(multiplicity, comparisons)
        .done();
  }

  /** A protocol of any session of these kinds, without the parts that a study can do without. */
  public Protocol(
      String id,
      String title,
      String source,
      Set<ProcedureKind> indexProcedure,
      List<Measure> measures,
      List<TimePoint> timePoints,
      List<Comparison> comparisons,
      List<BandScheme> bands,
      List<ResponderRule> responders,
      Set<Integer> reversedItems,
      List<Criterion> eligibility) {
    this(
        id,
        title,
        source,
        IndexProcedure.of(indexProcedure),
        measures,
        timePoints,
        comparisons,
        bands,
        responders,
        reversedItems,
        eligibility,
        Strata.NONE,
        List.of(),
        null,
        null,
        null);
  }

  /** Position of the time point in {@link #timePoints}. */
  public int timePointIndex(String timePoint) {
    for (int i = 0; i < timePoints.size(); i++) {
      if (timePoints.get(i).id().equals(timePoint)) {
        return i;
      }
    }
    throw new IllegalArgumentException("The study " + id + " has no time point " + timePoint);
  }
}
