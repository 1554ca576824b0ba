package org.pvpoutcomes.search;

import java.util.ArrayList;
import java.util.List;

/** Values with {@code \, \| \$ \\} (FHIR R4 search.html#escaping). */
final class EscapedText {

  private static final String ESCAPED = "\\,|$";

  private EscapedText() {}

  /** The parts between separators that are not escaped; escapes stay as they are. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>(2);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      } else if (text.charAt(i) == separator) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  /** The text that is meant. A backslash before any other character is one. */
  static String plain(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (isEscape(text, i)) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  private static boolean isEscape(String text, int index) {
    return text.charAt(index) == '\\'
        && index + 1 < text.length()
        && ESCAPED.indexOf(text.charAt(index + 1)) >= 0;
  }
}
