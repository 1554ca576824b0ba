package org.pvpoutcomes.complication;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.statistics.Interval;

/**
 * One rate of each stratum against that of the first one, the reference.
 *
 * @param figure {@code leakage}, {@code symptomatic-leakage}, a kind of clinical event, {@code
 *     death-after-index-session} or {@code death-within-30-days}
 * @param per what the rate is of
 * @param reference property to value
 * @param contrasts one per other stratum
 */
public record StrataComparison(
    String figure,
    Unit per,
    Map<String, String> reference,
    List<Contrast> contrasts,
    StrataTest test) {

  /** Copies the collections and keeps the order of the map. */
  public StrataComparison {
    reference = Collections.unmodifiableMap(new LinkedHashMap<>(reference));
    contrasts = List.copyOf(contrasts);
  }

  /** Of what a rate is. */
  public enum Unit {
    /** Vertebrae of one patient are alike; the intervals allow for it. */
    VERTEBRA("vertebra"),
    /** Patients are independent. */
    PATIENT("patient");

    private final String code;

    Unit(String code) {
      this.code = code;
    }

    /** As it is answered. */
    @JsonValue
    public String code() {
      return code;
    }
  }

  /**
   * A stratum against the reference, with 95 % intervals: per patient those of Newcombe and of
   * Koopman, per vertebra cluster-robust ones.
   *
   * @param stratum property to value
   * @param riskDifference rate of the stratum minus that of the reference, in percentage points
   * @param riskRatio rate of the stratum by that of the reference
   * @param notComputed the figures that are null, each with the reason
   */
  public record Contrast(
      Map<String, String> stratum,
      long count,
      long of,
      long referenceCount,
      long referenceOf,
      @Nullable Double riskDifference,
      @Nullable Interval riskDifferenceInterval,
      @Nullable Double riskRatio,
      @Nullable Interval riskRatioInterval,
      Map<String, String> notComputed) {
    /** Copies the map and keeps its order. */
    public Contrast {
      stratum = Collections.unmodifiableMap(new LinkedHashMap<>(stratum));
    }
  }

  /**
   * Whether the rates differ between the strata, all of them together.
   *
   * @param method {@code chi-squared} (without continuity correction) where Cochran's condition
   *     holds, else {@code fisher-exact}; null where the strata or what is counted in them is not
   *     independent, or there is nothing to compare
   * @param why the method, or none
   * @param statistic of the chi-squared test
   * @param smallestExpected smallest count that equal rates let expect
   * @param percentExpectedBelow5 how many of the expected counts are below 5, in percent
   * @param notComputed the figures that are null, each with the reason
   */
  public record StrataTest(
      @Nullable String method,
      String why,
      @Nullable Double statistic,
      @Nullable Integer degreesOfFreedom,
      @Nullable Double p,
      @Nullable Double smallestExpected,
      @Nullable Double percentExpectedBelow5,
      Map<String, String> notComputed) {}
}
