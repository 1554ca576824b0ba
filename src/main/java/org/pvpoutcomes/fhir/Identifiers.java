package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** How long a business identifier may be. */
final class Identifiers {

  /**
   * Most bytes of system and value together, in UTF-8. FHIR R4 sets no limit below that of any text
   * (1 MiB); an entry of a PostgreSQL index, by which conditions are matched, takes 2,704 bytes.
   */
  static final int MAX_BYTES = 2048;

  private Identifiers() {}

  /** Whether the Identifier element has more than {@link #MAX_BYTES}. */
  static boolean isTooLong(ObjectNode identifier) {
    long chars = (long) text(identifier, "system").length() + text(identifier, "value").length();
    // A char has at most three bytes: most need no count.
    return chars > MAX_BYTES
        || (chars > MAX_BYTES / 3
            && bytes(text(identifier, "system")) + bytes(text(identifier, "value")) > MAX_BYTES);
  }

  private static String text(ObjectNode identifier, String name) {
    return identifier.path(name).asText("");
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
