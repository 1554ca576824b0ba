package org.pvpoutcomes.fhir;

/** Rules on the characters of FHIR R4 texts (datatypes.html#primitive). */
final class TextRules {

  private static final int MAX_ID = 64;

  private TextRules() {}

  /**
   * True if the text has no control character that FHIR forbids and no lone surrogate, which has no
   * UTF-8 form and so could not be given back.
   */
  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        if (c != '\t' && c != '\n' && c != '\r') {
          return false;
        }
      } else if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** A code: no spaces at either end and only single ones inside. */
  static boolean isCode(String text) {
    boolean afterSpace = true;
    for (int i = 0; i < text.length(); i++) {
      boolean space = isSpace(text.charAt(i));
      if (space && afterSpace) {
        return false;
      }
      afterSpace = space;
    }
    return !afterSpace;
  }

  /** An id: 1 to 64 characters of {@code [A-Za-z0-9.-]}. */
  static boolean isId(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '-' && c != '.') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= MAX_ID;
  }

  /** A uri: nothing but non-spaces. */
  static boolean hasNoSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Base64 in groups of four, spaces between them allowed, padding only at the end. */
  static boolean isBase64(String text) {
    int count = 0;
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSpace(c)) {
        continue;
      }
      if (c == '=') {
        padding++;
      } else if (padding > 0 || (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '+' && c != '/')) {
        return false;
      }
      count++;
    }
    return count > 0 && count % 4 == 0 && padding <= 2;
  }

  /** True for a name that FHIR could have given an element, so that it can be repeated safely. */
  static boolean isElementName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isAsciiLetter(c) && !(i > 0 && isAsciiDigit(c)) && !(i == 0 && c == '_')) {
        return false;
      }
    }
    return !name.isEmpty() && name.length() <= MAX_ID;
  }

  private static boolean isSpace(char c) {
    return c == ' '
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || (c > 127 && Character.isWhitespace(c));
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAsciiDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
