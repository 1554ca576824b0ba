package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** A value of a JSON or YAML document that knows where it stands. */
sealed interface DocumentNode {

  /** Where it begins. */
  Place place();

  /**
   * A place in a document.
   *
   * @param pointer JSON Pointer (RFC 6901)
   * @param line from 1
   * @param column from 1
   */
  record Place(String pointer, int line, int column) {

    /** The place of a part, which begins at this place as far as is known. */
    Place of(String part) {
      return at(part, line, column);
    }

    /** The place of a part. */
    Place at(String part, int partLine, int partColumn) {
      String escaped = part.replace("~", "~0").replace("/", "~1");
      return new Place(pointer + "/" + escaped, partLine, partColumn);
    }
  }

  /** An object, or a YAML mapping; fields in the order of the document. */
  record Fields(Place place, Map<String, DocumentNode> fields) implements DocumentNode {}

  /** An array, or a YAML sequence. */
  record Items(Place place, List<DocumentNode> items) implements DocumentNode {}

  /** A text. */
  record Text(Place place, String text) implements DocumentNode {}

  /** A number. */
  record Decimal(Place place, BigDecimal value) implements DocumentNode {}

  /** True or false. */
  record Truth(Place place, boolean value) implements DocumentNode {}

  /** Null, or a YAML key without a value. */
  record Nothing(Place place) implements DocumentNode {}
}
