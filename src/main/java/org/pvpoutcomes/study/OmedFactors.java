package org.pvpoutcomes.study;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A published table by which doses of opioids become oral morphine equivalent daily doses (OMED).
 * Tables differ, so every figure that rests on one names it. For research only: an equivalent dose
 * is no guide for changing from one opioid to another.
 *
 * @param id the table, such as {@code cdc-2022}
 * @param version of these entries; raised when one of them is corrected
 * @param title what the table is called
 * @param source where it is published
 * @param factors at most one per opioid and route
 */
public record OmedFactors(
    String id, String version, String title, String source, List<Factor> factors) {

  /** A table without entries: no opioid has an equivalent dose. */
  public static final OmedFactors EMPTY =
      new OmedFactors("none", "1", "No table", "No source", List.of());

  /** Copies the list; refuses a table without id, version, title or source, and repetitions. */
  public OmedFactors {
    factors = List.copyOf(factors);
    if (id.isBlank() || version.isBlank() || title.isBlank() || source.isBlank()) {
      throw new IllegalArgumentException("A table of factors needs id, version, title and source");
    }
    Set<List<Coded>> seen = new HashSet<>();
    for (Factor factor : factors) {
      if (!seen.add(List.of(factor.opioid(), factor.route()))) {
        throw new IllegalArgumentException(
            "factors must not repeat %s, %s"
                .formatted(factor.opioid().code(), factor.route().code()));
      }
    }
  }

  /** The dose that a factor is multiplied with. */
  public enum Basis implements Coded {
    /** Milligrams of the substance per day (UCUM mg/d). */
    MILLIGRAMS_PER_DAY("mg/d"),
    /** Micrograms that are released per hour (UCUM ug/h). */
    MICROGRAMS_PER_HOUR("ug/h");

    private final String code;

    Basis(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /**
   * Milligrams of oral morphine per day that one unit of the basis is equivalent to.
   *
   * @param factor as published; above 0
   */
  public record Factor(Opioid opioid, OpioidRoute route, Basis basis, BigDecimal factor) {

    private static final BigDecimal NANOGRAMS_PER_MICROGRAM = new BigDecimal(1000);
    private static final BigDecimal NANOGRAMS_PER_MILLIGRAM = new BigDecimal(1_000_000);
    private static final BigDecimal HOURS_PER_DAY = new BigDecimal(24);

    /**
     * Refuses a factor of what has none, one that is not above 0, and one that is no whole number
     * of nanograms per microgram, because sums of doses are exact.
     */
    public Factor {
      if (opioid == Opioid.NONE || opioid == Opioid.OTHER || factor.signum() <= 0) {
        throw new IllegalArgumentException(
            "A factor is that of a particular opioid, and above 0: " + opioid.code());
      }
      if (exact(basis, factor).remainder(divisor(basis)).signum() != 0) {
        throw new IllegalArgumentException(
            "The factor of %s must give whole nanograms per microgram".formatted(opioid.code()));
      }
    }

    /** Nanograms of oral morphine per microgram of the substance. */
    public long nanogramsPerMicrogram() {
      return exact(basis, factor).divide(divisor(basis)).longValueExact();
    }

    private static BigDecimal exact(Basis basis, BigDecimal factor) {
      return factor.multiply(
          basis == Basis.MILLIGRAMS_PER_DAY ? NANOGRAMS_PER_MICROGRAM : NANOGRAMS_PER_MILLIGRAM);
    }

    /** 1 ug/h is 24 ug/d. */
    private static BigDecimal divisor(Basis basis) {
      return basis == Basis.MILLIGRAMS_PER_DAY ? BigDecimal.ONE : HOURS_PER_DAY;
    }
  }

  /**
   * The equivalent daily dose of oral morphine in nanograms.
   *
   * @param route null where it is not known
   * @param microgramsPerDay of the substance
   * @return 0 for a dose of 0 whatever the route; null where the table has no factor
   */
  @Nullable Long nanograms(Opioid opioid, @Nullable OpioidRoute route, int microgramsPerDay) {
    if (microgramsPerDay == 0) {
      return 0L;
    }
    return factors.stream()
        .filter(factor -> factor.opioid() == opioid && factor.route() == route)
        .map(factor -> factor.nanogramsPerMicrogram() * microgramsPerDay)
        .findFirst()
        .orElse(null);
  }
}
