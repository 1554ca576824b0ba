package org.pvpoutcomes.protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;

/**
 * Versions of studies as entity tags (RFC 9110 §8.8.3), weak because progress is shown with them.
 */
final class EntityTags {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([1-9][0-9]{0,8})\"");

  private EntityTags() {}

  static String of(int version) {
    return "W/\"" + version + "\"";
  }

  /**
   * The versions that an If-Match header names; null for any, {@code *}.
   *
   * @throws ProblemException when it is no list of tags of studies
   */
  static @Nullable Set<Integer> versions(String ifMatch) {
    if (ifMatch.strip().equals("*")) {
      return null;
    }
    Set<Integer> versions = new HashSet<>();
    for (String tag : List.of(ifMatch.split(",", -1))) {
      Matcher matcher = TAG.matcher(tag.strip());
      if (!matcher.matches()) {
        throw ProblemException.of(
            ProblemType.BAD_REQUEST,
            "If-Match must be the ETag of a version of the study, such as W/\"3\", or *.");
      }
      versions.add(Integer.parseInt(matcher.group(1)));
    }
    return versions;
  }
}
