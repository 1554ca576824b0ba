package org.pvpoutcomes.complication;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.VolumeCounts;
import org.pvpoutcomes.cohort.VolumeCounts.PatientSums;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Summary;
import org.pvpoutcomes.statistics.ClusteredMeanDifference;
import org.pvpoutcomes.statistics.ClusteredMeanDifference.Part;
import org.pvpoutcomes.statistics.FrequencyTable;
import org.pvpoutcomes.statistics.Interval;
import org.pvpoutcomes.statistics.MannWhitneyTest;
import org.pvpoutcomes.statistics.Scale;

/**
 * Cement per treated vertebra in millilitres, of vertebrae at which it leaked and of the others.
 *
 * @param meanDifference vertebrae of one patient alike
 * @param mannWhitney vertebrae taken as independent, as papers report it
 */
public record VolumeReport(
    Summary withLeakage,
    Summary withoutLeakage,
    MeanDifference meanDifference,
    RankComparison mannWhitney) {

  private static final Scale MICROLITRES = new Scale(1, 1000);

  private static final String EMPTY =
      "there is no vertebra with a stated volume on one of the sides";

  /**
   * Mean with leakage minus mean without, see {@link ClusteredMeanDifference}.
   *
   * @param patients with at least one vertebra whose volume is stated
   * @param degreesOfFreedom of t: patients - 1; null without t
   * @param notComputed the figures that are null, each with the reason
   */
  public record MeanDifference(
      long patients,
      @Nullable Double difference,
      @Nullable Double standardError,
      @Nullable Interval interval,
      @Nullable Double t,
      @Nullable Long degreesOfFreedom,
      @Nullable Double p,
      Map<String, String> notComputed) {}

  /**
   * The rank sum test of Mann and Whitney, two-sided, without continuity correction. It takes
   * vertebrae as independent, which those of one patient are not, so that its P is too small when
   * they are alike.
   *
   * @param superiority the probability that a vertebra with leakage has more cement than one
   *     without, ties counting half
   * @param notComputed the figures that are null, each with the reason
   */
  public record RankComparison(
      @Nullable Double u,
      @Nullable Double superiority,
      @Nullable Double z,
      @Nullable Double p,
      @Nullable Double pExact,
      Map<String, String> notComputed) {}

  /** The volumes of one stratum. */
  static VolumeReport of(VolumeCounts counts) {
    return new VolumeReport(
        Summary.of(MICROLITRES, counts.leaking()),
        Summary.of(MICROLITRES, counts.sealed()),
        meanDifference(counts.sums()),
        ranks(counts));
  }

  private static MeanDifference meanDifference(PatientSums sums) {
    ClusteredMeanDifference of =
        ClusteredMeanDifference.of(
            MICROLITRES,
            new ClusteredMeanDifference.Sums(
                sums.patients(),
                part(sums.leaking()),
                part(sums.sealed()),
                sums.nn(),
                sums.nv(),
                sums.vn(),
                sums.vv()),
            Rate.LEVEL);
    String why =
        of.difference() == null
            ? EMPTY
            : "there are fewer than two patients, or nothing varies between them";
    return new MeanDifference(
        of.clusters(),
        of.difference(),
        of.standardError(),
        of.interval(),
        of.t(),
        of.t() == null ? null : Long.valueOf(of.clusters() - 1),
        of.p(),
        new NotComputed()
            .add("difference", of.difference(), why)
            .add("standardError", of.standardError(), why)
            .add("interval", of.interval(), why)
            .add("t", of.t(), why)
            .add("degreesOfFreedom", of.t(), why)
            .add("p", of.p(), why)
            .reasons());
  }

  private static Part part(VolumeCounts.Part part) {
    return new Part(part.n(), part.v(), part.nn(), part.nv(), part.vv());
  }

  private static RankComparison ranks(VolumeCounts counts) {
    MannWhitneyTest.Result test =
        MannWhitneyTest.of(
            FrequencyTable.of(MICROLITRES, counts.leaking().counts()),
            FrequencyTable.of(MICROLITRES, counts.sealed().counts()));
    String why = test.u() == null ? EMPTY : "all volumes are equal";
    return new RankComparison(
        test.u(),
        test.superiority(),
        test.z(),
        test.p(),
        test.pExact(),
        new NotComputed()
            .add("u", test.u(), why)
            .add("superiority", test.superiority(), why)
            .add("z", test.z(), why)
            .add("p", test.p(), why)
            .add(
                "pExact",
                test.pExact(),
                test.u() == null
                    ? EMPTY
                    : "computed for at most " + MannWhitneyTest.EXACT_LIMIT + " vertebrae")
            .reasons());
  }
}
