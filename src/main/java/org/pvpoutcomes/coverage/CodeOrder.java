package org.pvpoutcomes.coverage;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Codes as people count them: 2 before 10, L5 before S1. */
final class CodeOrder implements Comparator<String> {

  /** What precedes the number at the end, and the number; at most nine digits fit an int. */
  private static final Pattern NUMBERED = Pattern.compile("(.*?)([0-9]{1,9})");

  @Override
  public int compare(String one, String other) {
    int byText = text(one).compareTo(text(other));
    if (byText != 0) {
      return byText;
    }
    int byNumber = Integer.compare(number(one), number(other));
    return byNumber != 0 ? byNumber : one.compareTo(other);
  }

  private static String text(String code) {
    Matcher matcher = NUMBERED.matcher(code);
    return matcher.matches() ? matcher.group(1) : code;
  }

  private static int number(String code) {
    Matcher matcher = NUMBERED.matcher(code);
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
  }
}
