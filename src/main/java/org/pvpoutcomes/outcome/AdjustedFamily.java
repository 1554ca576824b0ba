package org.pvpoutcomes.outcome;

import java.util.List;
import org.pvpoutcomes.study.Multiplicity;

/**
 * The tests whose P values are adjusted for one another.
 *
 * @param method {@code holm} (Holm, Scandinavian Journal of Statistics 1979;6:65-70)
 * @param size number of tests of the family; a test that was not possible does not count in the
 *     adjustment
 * @param family the tests, whichever of them was asked for
 * @param scope over what one adjustment goes: always {@code stratum}, each stratum, or the whole
 *     cohort, by itself
 */
public record AdjustedFamily(String method, int size, List<Test> family, String scope) {

  /** Copies the list. */
  public AdjustedFamily {
    family = List.copyOf(family);
  }

  /** One test of the family. */
  public record Test(String measure, String from, String to) {}

  static AdjustedFamily of(Multiplicity multiplicity) {
    return new AdjustedFamily(
        multiplicity.method().code(),
        multiplicity.family().size(),
        multiplicity.family().stream()
            .map(
                test ->
                    new Test(
                        test.measure().code(), test.comparison().from(), test.comparison().to()))
            .toList(),
        "stratum");
  }
}
