package org.pvpoutcomes.study;

import java.util.List;
import org.pvpoutcomes.study.Protocol.Comparison;

/**
 * The family of tests whose P values are adjusted for one another.
 *
 * @param family at least two tests, none twice
 */
public record Multiplicity(Method method, List<Test> family) {

  /** Copies the list; refuses a family of fewer than two, or with a test twice. */
  public Multiplicity {
    family = List.copyOf(family);
    if (family.size() < 2) {
      throw new IllegalArgumentException("a family has at least two tests");
    }
    if (family.stream().distinct().count() < family.size()) {
      throw new IllegalArgumentException("a family must not repeat a test");
    }
  }

  /** One test: that a measure does not change between two time points. */
  public record Test(Measure measure, Comparison comparison) {}

  /** How P values are adjusted. */
  public enum Method implements Coded {
    /** Step-down Bonferroni (Holm, Scand J Stat 1979; 6:65-70). */
    HOLM("holm");

    private final String code;

    Method(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }
}
