package org.pvpoutcomes.complication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.ComplicationCounts;
import org.pvpoutcomes.cohort.ComplicationCounts.StratumCounts;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.LeakCounts.Treated;
import org.pvpoutcomes.cohort.StrataLeaks;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.complication.StrataComparison.Contrast;
import org.pvpoutcomes.complication.StrataComparison.Unit;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.statistics.Cluster;
import org.pvpoutcomes.statistics.ClusterPair;
import org.pvpoutcomes.statistics.ContingencyTable;
import org.pvpoutcomes.statistics.RiskDifference;
import org.pvpoutcomes.statistics.RiskRatio;
import org.pvpoutcomes.study.ComplicationKind;

/** Compares the rates of strata; pure. */
final class StrataComparisons {

  private static final String OVERLAP =
      "a patient with vertebrae in several strata is in each of them, so that the strata are not"
          + " independent";

  private static final String ALIKE =
      "vertebrae of one patient are alike, and a test that takes them as independent claims too"
          + " much; the intervals of the differences allow for it";

  private final Division division;
  private final ComplicationCounts counts;
  private final List<StratumCounts> others;
  private final StratumCounts reference;

  private StrataComparisons(Division division, ComplicationCounts counts) {
    this.division = division;
    this.counts = counts;
    this.reference = counts.strata().getFirst();
    this.others = counts.strata().subList(1, counts.strata().size());
  }

  /** All comparisons, in fixed order; none where there are fewer than two strata. */
  static List<StrataComparison> of(Division division, ComplicationCounts counts) {
    if (counts.strata().size() < 2) {
      return List.of();
    }
    StrataComparisons comparisons = new StrataComparisons(division, counts);
    List<StrataComparison> all = new ArrayList<>();
    all.add(comparisons.leakagePerVertebra());
    all.add(comparisons.perPatient("leakage", s -> ComplicationService.leaks(s).patients()));
    all.add(comparisons.perPatient("symptomatic-leakage", s -> s.symptomatic().patients()));
    Arrays.stream(ComplicationKind.values())
        .filter(kind -> kind != ComplicationKind.CEMENT_LEAKAGE && kind != ComplicationKind.DEATH)
        .forEach(
            kind ->
                all.add(
                    comparisons.perPatient(
                        kind.code(), s -> ComplicationService.find(s, kind, null).patients())));
    all.add(comparisons.perPatient("death-after-index-session", s -> s.deaths().patients()));
    all.add(comparisons.perPatient("death-within-30-days", s -> s.deaths().within30Days()));
    return all;
  }

  private StrataComparison leakagePerVertebra() {
    List<Contrast> contrasts =
        others.stream()
            .map(
                other -> {
                  Map<ClusterPair, Long> pairs = pairs(other.stratum());
                  return contrast(
                      other,
                      new Counted(
                          ComplicationService.leaks(other).vertebrae(), other.cohort().vertebrae()),
                      new Counted(
                          ComplicationService.leaks(reference).vertebrae(),
                          reference.cohort().vertebrae()),
                      RiskDifference.ofClusters(pairs, Rate.LEVEL),
                      RiskRatio.ofClusters(pairs, Rate.LEVEL),
                      "vertebra");
                })
            .toList();
    return new StrataComparison(
        "leakage",
        Unit.VERTEBRA,
        division.named(reference.stratum()),
        contrasts,
        RateTest.none(ALIKE));
  }

  /** The vertebrae of each patient in the other stratum, and in the reference. */
  private Map<ClusterPair, Long> pairs(List<String> other) {
    SortedMap<ClusterPair, Long> pairs = new TreeMap<>();
    for (StrataLeaks leaks : counts.leaks()) {
      Cluster first = cluster(leaks.strata().get(other));
      Cluster second = cluster(leaks.strata().get(reference.stratum()));
      if (first.size() + second.size() > 0) {
        pairs.merge(new ClusterPair(first, second), leaks.patients(), Long::sum);
      }
    }
    return pairs;
  }

  private static Cluster cluster(@Nullable Treated treated) {
    return treated == null
        ? new Cluster(0, 0)
        : new Cluster(treated.vertebrae(), treated.leaking());
  }

  private StrataComparison perPatient(String figure, ToLongFunction<StratumCounts> affected) {
    boolean overlap = division.by().stream().anyMatch(Stratification::isOfVertebra);
    Counted base = new Counted(affected.applyAsLong(reference), reference.cohort().patients());
    List<Contrast> contrasts = new ArrayList<>();
    for (StratumCounts other : others) {
      Counted counted = new Counted(affected.applyAsLong(other), other.cohort().patients());
      contrasts.add(
          overlap
              ? notCompared(other, counted, base)
              : contrast(
                  other,
                  counted,
                  base,
                  RiskDifference.of(counted.count, counted.of, base.count, base.of, Rate.LEVEL),
                  RiskRatio.of(counted.count, counted.of, base.count, base.of, Rate.LEVEL),
                  "patient"));
    }
    return new StrataComparison(
        figure,
        Unit.PATIENT,
        division.named(reference.stratum()),
        contrasts,
        overlap ? RateTest.none(OVERLAP) : RateTest.of(table(affected)));
  }

  /** How many are affected, and how many there are. */
  private record Counted(long count, long of) {}

  private ContingencyTable table(ToLongFunction<StratumCounts> affected) {
    return new ContingencyTable(
        counts.strata().stream()
            .map(
                stratum -> {
                  long count = affected.applyAsLong(stratum);
                  return List.of(count, stratum.cohort().patients() - count);
                })
            .toList());
  }

  private Contrast contrast(
      StratumCounts other,
      Counted counted,
      Counted base,
      RiskDifference difference,
      RiskRatio ratio,
      String unit) {
    String noDifference = "one of the strata has no " + unit;
    String noVariance = "there are fewer than two patients, or nothing varies between them";
    String noRatio =
        counted.of == 0 || base.of == 0
            ? noDifference
            : "no " + unit + " of the reference is affected";
    return new Contrast(
        division.named(other.stratum()),
        counted.count,
        counted.of,
        base.count,
        base.of,
        difference.percentagePoints(),
        difference.interval(),
        ratio.ratio(),
        ratio.interval(),
        new NotComputed()
            .add("riskDifference", difference.percentagePoints(), noDifference)
            .add(
                "riskDifferenceInterval",
                difference.interval(),
                difference.percentagePoints() == null ? noDifference : noVariance)
            .add("riskRatio", ratio.ratio(), noRatio)
            .add(
                "riskRatioInterval",
                ratio.interval(),
                ratio.ratio() == null
                    ? noRatio
                    : counted.count == 0
                        ? "no " + unit + " of the stratum is affected"
                        : noVariance)
            .reasons());
  }

  private Contrast notCompared(StratumCounts other, Counted counted, Counted base) {
    return new Contrast(
        division.named(other.stratum()),
        counted.count,
        counted.of,
        base.count,
        base.of,
        null,
        null,
        null,
        null,
        new NotComputed()
            .add("riskDifference", null, OVERLAP)
            .add("riskDifferenceInterval", null, OVERLAP)
            .add("riskRatio", null, OVERLAP)
            .add("riskRatioInterval", null, OVERLAP)
            .reasons());
  }
}
