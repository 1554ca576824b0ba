package org.pvpoutcomes.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How likely an event is to have happened by a day when another one, such as death, can prevent it:
 * the estimator of Aalen and Johansen (An empirical transition matrix for non-homogeneous Markov
 * chains based on censored observations, Scandinavian Journal of Statistics 1978;5:141-150). Unlike
 * 1 minus the Kaplan-Meier estimate it does not pretend that the dead could still have the event.
 *
 * <p>F(t) = sum over days j up to t of S(j - 1) d1/r: r at risk, d1 of them with the event, S the
 * share without either event so far. What is censored on a day is at risk on that day: events come
 * before censoring; events of both kinds on one day share the same risk set. Censoring must tell
 * nothing about what would have followed.
 *
 * <p>The variance is sum over j of ((F(t) - F(j))^2 d / (r (r - d)) + S(j - 1)^2 d1 (r - d1) / r^3
 * - 2 (F(t) - F(j)) S(j - 1) d1 / r^2), d events of both kinds, by the delta method (Marubini and
 * Valsecchi, Analysing Survival Data from Clinical Trials and Observational Studies, 1995; Gaynor
 * et al., JASA 1993;88:400-409). It equals the infinitesimal jackknife that R gives with {@code
 * survfit(Surv(day, factor(kind)) ~ 1, conf.type = "log-log")} of package survival. The interval is
 * F^exp(± z SE / (F log F)), symmetric in log(-log F) (Choudhury, Non-parametric confidence
 * interval estimation for competing risks analysis: application to contraceptive data, Statistics
 * in Medicine 2002;21:1129-1144).
 *
 * @param n number of those followed
 * @param events those with the event
 * @param competing those with the competing event first
 * @param censored those with neither by the end of their follow-up
 * @param steps the days on which an event of either kind happened, ascending; unmodifiable
 * @param lastDay last day on which somebody was followed; null when n = 0
 */
public record CumulativeIncidence(
    long n,
    long events,
    long competing,
    long censored,
    List<Step> steps,
    @Nullable Integer lastDay) {

  private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  /** Copies the steps. */
  public CumulativeIncidence {
    steps = List.copyOf(steps);
  }

  /**
   * How the follow-up of those with one last day ended.
   *
   * @param events with the event, at least 0
   * @param competing with the competing event, at least 0
   * @param censored with neither, at least 0
   */
  public record Ends(long events, long competing, long censored) {

    /** Refuses negative counts. */
    public Ends {
      if (events < 0 || competing < 0 || censored < 0) {
        throw new IllegalArgumentException("Ends of follow-up are counted from 0");
      }
    }
  }

  /**
   * The estimate from one day on, up to the next step.
   *
   * @param day the day
   * @param atRisk those without either event before the day who are followed on it
   * @param events events on that day
   * @param competing competing events on that day
   * @param percent 100 F, 0 to 100
   * @param standardError root of the variance, in percentage points
   * @param interval in percent; null while F is 0, and when it is 1
   */
  public record Step(
      int day,
      long atRisk,
      long events,
      long competing,
      double percent,
      double standardError,
      @Nullable Interval interval) {}

  /**
   * The estimate for everybody whose follow-up ended.
   *
   * @param ends last day of follow-up, counted from the index procedure, to how it ended. A day may
   *     be 0, what happens during the procedure
   * @param level confidence level, e.g. 0.95
   * @throws IllegalArgumentException when a day is negative, there are more than {@link
   *     FrequencyTable#MAX_OBSERVATIONS} people, or the level is not strictly between 0 and 1
   */
  public static CumulativeIncidence of(Map<Integer, Ends> ends, double level) {
    double z = STANDARD_NORMAL.inverseSurvivalProbability((1 - Interval.checkedLevel(level)) / 2);
    long events = 0;
    long competing = 0;
    long censored = 0;
    SortedMap<Integer, Ends> ordered = new TreeMap<>();
    for (Map.Entry<Integer, Ends> entry : ends.entrySet()) {
      Ends end = entry.getValue();
      if (entry.getKey() < 0) {
        throw new IllegalArgumentException("Follow-up ends on day 0 or later");
      }
      events = plus(events, end.events());
      competing = plus(competing, end.competing());
      censored = plus(censored, end.censored());
      if (end.events() + end.competing() + end.censored() > 0) {
        ordered.put(entry.getKey(), end);
      }
    }
    long n = plus(plus(events, competing), censored);
    return new CumulativeIncidence(
        n, events, competing, censored, steps(ordered, n, z), n == 0 ? null : ordered.lastKey());
  }

  private static long plus(long sum, long count) {
    if (count > FrequencyTable.MAX_OBSERVATIONS - sum) {
      throw new IllegalArgumentException(
          "At most " + FrequencyTable.MAX_OBSERVATIONS + " people can be followed");
    }
    return sum + count;
  }

  private static List<Step> steps(SortedMap<Integer, Ends> ends, long n, double z) {
    List<Step> steps = new ArrayList<>();
    Curve curve = new Curve();
    long atRisk = n;
    for (Map.Entry<Integer, Ends> entry : ends.entrySet()) {
      Ends end = entry.getValue();
      if (end.events() + end.competing() > 0) {
        curve.advance((double) atRisk, end);
        double share = curve.incidence;
        double standardError = share == 1 ? 0 : Math.sqrt(curve.variance());
        steps.add(
            new Step(
                entry.getKey(),
                atRisk,
                end.events(),
                end.competing(),
                100 * share,
                100 * standardError,
                interval(share, standardError, z)));
      }
      atRisk -= end.events() + end.competing() + end.censored();
    }
    return steps;
  }

  private static @Nullable Interval interval(double share, double standardError, double z) {
    if (share == 0 || share == 1) {
      return null;
    }
    double logarithm = Math.log(share);
    double spread = Math.exp(z * standardError / (share * -logarithm));
    return new Interval(100 * Math.exp(logarithm * spread), 100 * Math.exp(logarithm / spread));
  }

  /**
   * The estimate on {@code day}: that of the last step up to it, and 0 before the first one, where
   * the step returned has the day 0 and no event. Null when nobody was followed that long, so that
   * nothing is known, unless everybody has had an event of either kind.
   */
  public @Nullable Step at(int day) {
    if (lastDay == null || day < 0 || (day > lastDay && censoredLast())) {
      return null;
    }
    Step found = new Step(0, n, 0, 0, 0, 0, null);
    for (Step step : steps) {
      if (step.day() > day) {
        break;
      }
      found = step;
    }
    return found;
  }

  /** Whether some were still without an event when follow-up ended. */
  private boolean censoredLast() {
    if (steps.isEmpty()) {
      return true;
    }
    Step last = steps.getLast();
    return last.events() + last.competing() < last.atRisk();
  }

  /**
   * The curve at one day. The sums over earlier days are carried on: when F rises by f, (F - Fj)^2
   * a becomes (F - Fj)^2 a + 2 f (F - Fj) a + f^2 a, so that nothing is computed twice.
   */
  private static final class Curve {

    private double incidence;
    private boolean prevented;
    private double free = 1;
    private double weights;
    private double weightedRise;
    private double weightedSquaredRise;
    private double covariances;
    private double riseCovariance;
    private double own;

    void advance(double atRisk, Ends end) {
      double events = end.events();
      double both = events + end.competing();
      double rise = free * events / atRisk;
      prevented |= end.competing() > 0;
      // Once all have had the event and none the other one, F is 1, without rounding.
      incidence = both == atRisk && !prevented ? 1 : incidence + rise;
      weightedSquaredRise += 2 * rise * weightedRise + rise * rise * weights;
      weightedRise += rise * weights;
      riseCovariance += rise * covariances;
      own += free * free * events * (atRisk - events) / (atRisk * atRisk * atRisk);
      // From a day on which all had an event the curve does not rise any more.
      if (both < atRisk) {
        weights += both / (atRisk * (atRisk - both));
        covariances += free * events / (atRisk * atRisk);
      }
      free *= (atRisk - both) / atRisk;
    }

    double variance() {
      return weightedSquaredRise + own - 2 * riseCovariance;
    }
  }
}
