package org.pvpoutcomes.cohort;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a patient is merged with others. All are literal references, {@code Patient/123}, in order.
 *
 * @param into the patient with whom everything counts that is recorded of this one; null for one
 *     who is not merged into another
 * @param from the patients whose records count with this one
 * @param linkedOnly those whom a link puts in the place of this one, or this one in theirs, without
 *     being one person with it: the Patient has not been received, or the links contradict each
 *     other
 */
public record PatientMerge(@Nullable String into, List<String> from, List<String> linkedOnly) {

  /** Copies the lists. */
  public PatientMerge {
    from = List.copyOf(from);
    linkedOnly = List.copyOf(linkedOnly);
  }
}
