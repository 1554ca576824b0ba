package org.pvpoutcomes.statistics;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Change in percent of the earlier value, 100 (later - earlier) / earlier: negative when the value
 * fell.
 *
 * <p>The change of the means and the mean of the individual changes differ. The latter is only
 * defined for earlier values above 0, and is not symmetric: a rise from 2 to 4 and the fall back
 * are +100 % and -50 % (Vickers, The use of percentage change from baseline as an outcome in a
 * controlled trial is statistically inefficient: a simulation study, BMC Medical Research
 * Methodology 2001;1:6).
 *
 * @param n number of pairs whose earlier value is above 0
 * @param undefined number of the other pairs, which have no individual change
 * @param ofMeans change of the mean of all pairs, the undefined ones included; null when the mean
 *     of the earlier values is not above 0 or there is no pair
 * @param mean arithmetic mean of the n individual changes; null when n = 0
 * @param median median of the n individual changes; null when n = 0
 */
public record PercentChange(
    long n,
    long undefined,
    @Nullable Double ofMeans,
    @Nullable Double mean,
    @Nullable Double median) {

  private static final BigInteger HUNDRED = BigInteger.valueOf(100);

  /** The changes of {@code pairs}; their scale does not matter. */
  public static PercentChange of(PairedTable pairs) {
    List<PairedTable.Cell> defined =
        pairs.cells().stream().filter(cell -> cell.from() > 0).toList();
    long n = defined.stream().mapToLong(PairedTable.Cell::count).sum();
    BigInteger earlier = Moments.of(pairs.from()).sum();
    BigInteger later = Moments.of(pairs.to()).sum();
    return new PercentChange(
        n,
        pairs.n() - n,
        earlier.signum() > 0
            ? Scale.UNIT.value(HUNDRED.multiply(later.subtract(earlier)), earlier)
            : null,
        n == 0 ? null : mean(defined, n),
        n == 0 ? null : median(defined, n));
  }

  /**
   * Exact over the least common multiple of the earlier values, so that changes that cancel out
   * make 0.
   */
  private static double mean(List<PairedTable.Cell> cells, long n) {
    BigInteger denominator =
        cells.stream()
            .mapToInt(PairedTable.Cell::from)
            .distinct()
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ONE, (a, b) -> a.divide(a.gcd(b)).multiply(b));
    BigInteger numerator =
        cells.stream()
            .map(
                cell ->
                    BigInteger.valueOf(-cell.difference())
                        .multiply(BigInteger.valueOf(cell.count()))
                        .multiply(denominator.divide(BigInteger.valueOf(cell.from()))))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return Scale.UNIT.value(
        HUNDRED.multiply(numerator), denominator.multiply(BigInteger.valueOf(n)));
  }

  private static double median(List<PairedTable.Cell> cells, long n) {
    List<PairedTable.Cell> ascending = cells.stream().sorted(byChange()).toList();
    PairedTable.Cell low = atIndex(ascending, (n - 1) / 2);
    PairedTable.Cell high = atIndex(ascending, n / 2);
    BigInteger lowFrom = BigInteger.valueOf(low.from());
    BigInteger highFrom = BigInteger.valueOf(high.from());
    BigInteger sum =
        BigInteger.valueOf(-low.difference())
            .multiply(highFrom)
            .add(BigInteger.valueOf(-high.difference()).multiply(lowFrom));
    return Scale.UNIT.value(HUNDRED.multiply(sum), lowFrom.multiply(highFrom).shiftLeft(1));
  }

  /** Compares to / from by cross-multiplication. */
  private static Comparator<PairedTable.Cell> byChange() {
    return (a, b) -> Long.compare((long) a.to() * b.from(), (long) b.to() * a.from());
  }

  private static PairedTable.Cell atIndex(List<PairedTable.Cell> ascending, long index) {
    long seen = 0;
    for (PairedTable.Cell cell : ascending) {
      seen += cell.count();
      if (seen > index) {
        return cell;
      }
    }
    throw new IndexOutOfBoundsException(index);
  }
}
