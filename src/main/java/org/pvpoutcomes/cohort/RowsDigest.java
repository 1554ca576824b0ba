package org.pvpoutcomes.cohort;

import java.util.List;

/**
 * What tells whether frozen members are still, or again, the same.
 *
 * @param sha256 in hexadecimal digits
 * @param columns over which it was computed, {@code table.column}, in order: those that there were
 *     then, so that columns that a later version adds do not matter
 */
public record RowsDigest(String sha256, List<String> columns) {

  /** Copies the list. */
  public RowsDigest {
    columns = List.copyOf(columns);
  }
}
