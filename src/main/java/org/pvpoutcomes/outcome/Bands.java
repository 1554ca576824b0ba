package org.pvpoutcomes.outcome;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.BandScheme;

/** Counts patients per severity band; a band's upper bound belongs to it. */
final class Bands {

  private Bands() {}

  /** Patients per band, from the lowest, zeros included; empty for a measure without bands. */
  static Map<String, Long> count(Protocol protocol, Measure measure, Frequencies<Integer> values) {
    Map<String, Long> bands = new LinkedHashMap<>();
    for (BandScheme scheme : protocol.bands()) {
      if (scheme.measure() == measure) {
        long below = 0;
        for (Band band : scheme.bands()) {
          long upTo =
              values.counts().headMap(highestStep(measure, band) + 1).values().stream()
                  .mapToLong(Long::longValue)
                  .sum();
          bands.put(band.id(), upTo - below);
          below = upTo;
        }
      }
    }
    return bands;
  }

  /** The highest value of a band, in steps of the measure. */
  static int highestStep(Measure measure, Band band) {
    return band.upTo()
        .multiply(BigDecimal.valueOf(measure.stepDenominator()))
        .divide(BigDecimal.valueOf(measure.stepNumerator()), 0, RoundingMode.FLOOR)
        .intValueExact();
  }
}
