package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.pvpoutcomes.study.Strata;

/**
 * The bands into which a study divides ages and volumes of cement. Without a limit there are no
 * bands, and nothing is divided by them.
 *
 * @param ages limits in completed years, ascending: the first band is below the first limit, the
 *     last from the last limit on. A limit belongs to the band above it, as in 60-69
 * @param cement limits in millilitres, ascending: the first band is up to the first limit, the last
 *     above the last limit. A limit belongs to the band below it, as the upper bounds of the bands
 *     of a measure do
 */
public record StrataBands(List<Integer> ages, List<BigDecimal> cement) {

  private static final BigDecimal MICROLITRES = BigDecimal.valueOf(1000);

  /** Copies the lists; refuses limits that do not ascend. */
  public StrataBands {
    ages = List.copyOf(ages);
    cement = List.copyOf(cement);
    ascending(ages);
    ascending(cement);
  }

  /** The bands that a protocol names. */
  public static StrataBands of(Strata strata) {
    return new StrataBands(strata.ageBands(), strata.cementBands());
  }

  private static <T extends Comparable<T>> void ascending(List<T> limits) {
    for (int i = 1; i < limits.size(); i++) {
      if (limits.get(i - 1).compareTo(limits.get(i)) >= 0) {
        throw new IllegalArgumentException("The limits of bands ascend");
      }
    }
  }

  /** {@code under-50}, {@code 50-59}, {@code 60-and-over}. */
  List<String> ageLabels() {
    List<String> labels = new ArrayList<>();
    labels.add("under-" + ages.getFirst());
    for (int i = 1; i < ages.size(); i++) {
      labels.add(ages.get(i - 1) + "-" + (ages.get(i) - 1));
    }
    labels.add(ages.getLast() + "-and-over");
    return labels;
  }

  /** {@code up-to-1}, {@code above-1-up-to-2}, {@code above-2}. */
  List<String> cementLabels() {
    List<String> labels = new ArrayList<>();
    labels.add("up-to-" + text(cement.getFirst()));
    for (int i = 1; i < cement.size(); i++) {
      labels.add("above-" + text(cement.get(i - 1)) + "-up-to-" + text(cement.get(i)));
    }
    labels.add("above-" + text(cement.getLast()));
    return labels;
  }

  private static String text(BigDecimal millilitres) {
    return millilitres.stripTrailingZeros().toPlainString();
  }

  /** SQL: the label of an age in years, null where the age is null. */
  String ageSql(String years) {
    StringBuilder sql = new StringBuilder("CASE WHEN " + years + " IS NULL THEN NULL");
    List<String> labels = ageLabels();
    for (int i = 0; i < ages.size(); i++) {
      sql.append(" WHEN %s < %d THEN '%s'".formatted(years, ages.get(i), labels.get(i)));
    }
    return sql.append(" ELSE '" + labels.getLast() + "' END").toString();
  }

  /** SQL: the label of a volume in microlitres, null where the volume is null. */
  String cementSql(String microlitres) {
    StringBuilder sql = new StringBuilder("CASE WHEN " + microlitres + " IS NULL THEN NULL");
    List<String> labels = cementLabels();
    for (int i = 0; i < cement.size(); i++) {
      sql.append(
          " WHEN %s <= %s THEN '%s'"
              .formatted(
                  microlitres, cement.get(i).multiply(MICROLITRES).toPlainString(), labels.get(i)));
    }
    return sql.append(" ELSE '" + labels.getLast() + "' END").toString();
  }
}
