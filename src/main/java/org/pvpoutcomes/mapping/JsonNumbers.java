package org.pvpoutcomes.mapping;

/**
 * Looks for numbers in JSON whose exponent is out of all proportion.
 *
 * <p>HAPI's JSON parser writes every number out in plain digits (JacksonStructure.getAsString), so
 * a body of a few characters with {@code 1E999999999} would fill the memory. FHIR R4 allows
 * exponents, and gives no limit; nothing that is measured on a patient needs more than three digits
 * of one.
 */
public final class JsonNumbers {

  private static final int EXPONENT_DIGITS = 3;

  private JsonNumbers() {}

  /**
   * Whether no number in {@code json} has an exponent of more than three digits. Text in quotes is
   * not looked at. One pass, no allocation; malformed JSON gives either answer.
   */
  public static boolean haveModestExponents(String json) {
    boolean quoted = false;
    int length = json.length();
    for (int i = 0; i < length; i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == 'e' || c == 'E') && exponentDigits(json, i) > EXPONENT_DIGITS) {
        return false;
      }
    }
    return true;
  }

  /** The number of digits after the {@code e} at {@code index} and its sign. */
  private static int exponentDigits(String json, int index) {
    int start = index + 1;
    if (start < json.length() && (json.charAt(start) == '-' || json.charAt(start) == '+')) {
      start++;
    }
    int end = start;
    while (end < json.length() && Character.isDigit(json.charAt(end))) {
      end++;
    }
    return end - start;
  }
}
