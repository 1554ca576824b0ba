package org.pvpoutcomes.study;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One report of a leak or a clinical event, ascribed to a session.
 *
 * @param leakSite null where not said
 * @param vertebra null where it cannot be told
 * @param related references to other reports that it names
 */
record AscribedComplication(
    TreatedSession session,
    ComplicationKind kind,
    @Nullable LeakSite leakSite,
    @Nullable Vertebra vertebra,
    @Nullable ClinicalTime onset,
    @Nullable ClinicalTime resolution,
    Set<String> related,
    EventDetails details,
    SourceVersion source) {

  /** Takes an unspecified site for none. */
  AscribedComplication {
    related = Set.copyOf(related);
    leakSite =
        kind != ComplicationKind.CEMENT_LEAKAGE || leakSite == LeakSite.UNSPECIFIED
            ? null
            : leakSite;
  }

  /** Whether one of the two names the resource of the other. */
  boolean isLinkedTo(AscribedComplication other) {
    return related.contains(other.source.reference()) || other.related.contains(source.reference());
  }
}
