package org.pvpoutcomes.cohort;

import java.util.List;

/**
 * What is wrong at one place of a protocol document.
 *
 * @param pointer JSON Pointer (RFC 6901); empty for the document as a whole
 * @param line from 1
 * @param column from 1
 * @param detail what must hold there; does not repeat values
 * @param allowed the values there are, where they can be listed
 */
public record ProtocolFault(
    String pointer, int line, int column, String detail, List<String> allowed) {

  /** Copies the list. */
  public ProtocolFault {
    allowed = List.copyOf(allowed);
  }

  @Override
  public String toString() {
    return "line %d, column %d%s: %s%s"
        .formatted(
            line,
            column,
            pointer.isEmpty() ? "" : ", " + pointer,
            detail,
            allowed.isEmpty() ? "" : "; allowed are " + allowed);
  }
}
