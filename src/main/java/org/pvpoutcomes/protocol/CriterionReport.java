package org.pvpoutcomes.protocol;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Criterion;

/**
 * A criterion of eligibility as the API shows it. What does not belong to its kind is null.
 *
 * @param kind {@code age}, {@code absence}, {@code presence}, {@code laboratory} or {@code
 *     not-in-data}
 * @param excludes whether not meeting it excludes
 * @param minAge completed years at the index session, itself allowed
 * @param maxAge completed years at the index session, itself allowed
 * @param diagnosis code of the diagnosis that must be absent or present
 * @param laboratory code of the laboratory test
 * @param atLeast lower limit of its value, itself allowed
 * @param atMost upper limit of its value, itself allowed
 * @param unit UCUM unit of the limits
 * @param withinDays how many days before the index session the value may be measured
 */
public record CriterionReport(
    String criterion,
    String kind,
    boolean excludes,
    @Nullable Integer minAge,
    @Nullable Integer maxAge,
    @Nullable String diagnosis,
    @Nullable String laboratory,
    @Nullable BigDecimal atLeast,
    @Nullable BigDecimal atMost,
    @Nullable String unit,
    @Nullable Integer withinDays,
    String source) {

  static CriterionReport of(Criterion criterion) {
    return switch (criterion.rule()) {
      case Criterion.Age rule -> of(criterion, rule.min(), rule.max(), null);
      case Criterion.Absence rule -> of(criterion, null, null, rule.diagnosis().code());
      case Criterion.Presence rule -> of(criterion, null, null, rule.diagnosis().code());
      case Criterion.NotInData _ -> of(criterion, null, null, null);
      case Criterion.Laboratory rule ->
          new CriterionReport(
              criterion.id(),
              rule.kind(),
              criterion.excludes(),
              null,
              null,
              null,
              rule.laboratory().code(),
              rule.atLeast(),
              rule.atMost(),
              rule.laboratory().unit(),
              rule.withinDays(),
              criterion.source());
    };
  }

  private static CriterionReport of(
      Criterion criterion,
      @Nullable Integer minAge,
      @Nullable Integer maxAge,
      @Nullable String diagnosis) {
    return new CriterionReport(
        criterion.id(),
        criterion.rule().kind(),
        criterion.excludes(),
        minAge,
        maxAge,
        diagnosis,
        null,
        null,
        null,
        null,
        null,
        criterion.source());
  }
}
