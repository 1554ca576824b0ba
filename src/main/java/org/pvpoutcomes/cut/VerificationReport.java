package org.pvpoutcomes.cut;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Cut;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.ingest.Cuts.Verification;

/**
 * What a cut is, computed again.
 *
 * @param rows the frozen members as they are stored now
 * @param inputs what it was derived from as it is stored now
 * @param derivation the rules with which the cut was derived, and those of this service. Where they
 *     differ, the replay may, too
 * @param replay the members that this service derives from the record as it was; null where the
 *     record was too large to be replayed while the caller waits
 */
public record VerificationReport(
    String study,
    String cut,
    Comparison rows,
    Comparison inputs,
    Comparison derivation,
    @Nullable Comparison replay,
    Map<String, String> notComputed) {

  /** What the cut says, what it is now, and whether these are the same. */
  public record Comparison(String ofCut, String now, boolean same) {
    static Comparison of(String ofCut, String now) {
      return new Comparison(ofCut, now, ofCut.equals(now));
    }
  }

  static VerificationReport of(Verification verification) {
    Cut cut = verification.cut();
    String rows = cut.rows().sha256();
    String replay = verification.replay();
    return new VerificationReport(
        cut.dataset().study(),
        cut.name(),
        Comparison.of(rows, verification.rows()),
        Comparison.of(cut.inputsDigest(), verification.inputs()),
        Comparison.of(cut.derivation(), verification.derivation()),
        replay == null ? null : Comparison.of(rows, replay),
        new NotComputed()
            .add("replay", replay, "the record was too large to be replayed while a caller waits")
            .reasons());
  }
}
