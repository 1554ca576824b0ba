package org.pvpoutcomes.coverage;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.pvpoutcomes.cohort.UnmappedCount.Position;

/**
 * Where a page of the to-do list ended, as an opaque text: base64url of count, system and code, one
 * a line. A code system is a URI and so has no line breaks; a code may have.
 */
final class PageToken {

  private static final int PARTS = 3;

  private PageToken() {}

  static String of(Position end) {
    String text = end.resources() + "\n" + end.system() + "\n" + end.code();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The position; empty when this is no token of ours. */
  static Optional<Position> read(String token) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(token)))
              .toString();
      String[] parts = text.split("\n", PARTS);
      return parts.length == PARTS && parts[0].matches("[0-9]{1,18}") && text.indexOf('\0') < 0
          ? Optional.of(new Position(Long.parseLong(parts[0]), parts[1], parts[2]))
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
