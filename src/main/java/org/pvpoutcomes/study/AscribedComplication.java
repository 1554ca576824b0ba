package org.pvpoutcomes.study;

import org.jspecify.annotations.Nullable;

/**
 * One report of a leak or a clinical event, ascribed to a session.
 *
 * @param leakSite null where not said
 * @param vertebra null where it cannot be told
 */
record AscribedComplication(
    TreatedSession session,
    ComplicationKind kind,
    @Nullable LeakSite leakSite,
    @Nullable Vertebra vertebra,
    @Nullable ClinicalTime onset,
    @Nullable ClinicalTime resolution,
    SourceVersion source) {

  /** Takes an unspecified site for none. */
  AscribedComplication {
    leakSite =
        kind != ComplicationKind.CEMENT_LEAKAGE || leakSite == LeakSite.UNSPECIFIED
            ? null
            : leakSite;
  }
}
