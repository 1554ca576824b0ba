package org.pvpoutcomes.fhir;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.VersionMatch;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What must hold for a request to be carried out: the headers of that name, or the elements of a
 * Bundle's {@code entry.request} (FHIR R4 http.html#concurrency, #cread, #ccreate).
 *
 * @param ifMatch ETags of versions, one of which is to be replaced; null if there are none, as
 *     below
 * @param ifNoneMatch ETag of the version that the client has, or {@code *}
 * @param ifModifiedSince when the client read what it has
 * @param ifUnmodifiedSince when the client read what is to be replaced; {@code ifMatch} goes before
 *     it (RFC 9110 §13.1.4)
 * @param ifNoneExist query that no resource may match
 */
record Preconditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable Instant ifUnmodifiedSince,
    @Nullable String ifNoneExist) {

  private static final int MOST_DIGITS = 9;

  /**
   * One of a list of ETags: {@code W/"3"}, {@code "3"} or, as some clients send it, {@code 3} (RFC
   * 9110 §8.8.3, §5.6.1).
   */
  private static final Pattern TAG =
      Pattern.compile("\\s*(?:(?:W/)?\"([!\\x23-\\x7e\\x80-\\xff]*)\"|([0-9]+))\\s*(?:,|$)");

  /**
   * What the current version must be for a write.
   *
   * @param place of the entry in a Bundle; null for a request of its own
   * @throws FhirRequestException if it is neither ETags nor {@code *}
   */
  VersionMatch forWrite(@Nullable String place) {
    if (ifMatch != null && ifNoneMatch != null) {
      throw refused(place, "ifNoneMatch", "If-Match and If-None-Match exclude each other.");
    }
    if (ifNoneMatch != null) {
      if (!ifNoneMatch.strip().equals("*")) {
        throw refused(
            place,
            "ifNoneMatch",
            "If-None-Match of a write can only be *, for create it if it does not exist. To replace"
                + " a certain version, use If-Match.");
      }
      return VersionMatch.ABSENT;
    }
    return expected(place);
  }

  /**
   * Requires the version that a read depends on (RFC 9110 §13.1.1, §13.1.4).
   *
   * @throws FhirRequestException VERSION_CONFLICT if it is another
   */
  void requireForRead(StoredVersion stored, @Nullable String place) {
    if (!expected(place).test(stored)) {
      throw new FhirRequestException(
          FailureKind.VERSION_CONFLICT,
          place == null ? null : place + ".request.ifMatch",
          "The version is "
              + stored.version()
              + ", which is not what the request depends on; read it without If-Match and"
              + " If-Unmodified-Since.");
    }
  }

  private VersionMatch expected(@Nullable String place) {
    if (ifMatch == null) {
      return ifUnmodifiedSince == null
          ? VersionMatch.ANY
          : VersionMatch.unmodifiedSince(ifUnmodifiedSince);
    }
    if (ifMatch.strip().equals("*")) {
      return VersionMatch.EXISTS;
    }
    Set<Integer> versions = versions(ifMatch);
    if (versions == null) {
      throw refused(
          place, "ifMatch", "If-Match must be the ETag of a version, such as W/\"3\", or *.");
    }
    return VersionMatch.anyOf(versions);
  }

  /** The element of a Bundle's {@code entry.request} that a write depends on. */
  String elementForWrite() {
    return ifNoneMatch == null ? "ifMatch" : "ifNoneMatch";
  }

  private static FhirRequestException refused(@Nullable String place, String element, String text) {
    return new FhirRequestException(
        FailureKind.CONDITION, place == null ? null : place + ".request." + element, text);
  }

  /** Whether the client has this version already, so that 304 answers it. */
  boolean isKnown(StoredVersion stored) {
    if (ifNoneMatch != null) {
      // RFC 9110 §13.1.3: beside If-None-Match, If-Modified-Since is not looked at.
      Set<Integer> versions = versions(ifNoneMatch);
      return ifNoneMatch.strip().equals("*")
          || (versions != null && versions.contains(stored.version()));
    }
    return ifModifiedSince != null
        && !stored.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(ifModifiedSince);
  }

  /** The versions that a list of ETags names, which may be none of ours; null if it is no list. */
  private static @Nullable Set<Integer> versions(String tags) {
    Set<Integer> versions = new HashSet<>();
    Matcher tag = TAG.matcher(tags);
    int end = 0;
    while (end == 0 || end < tags.length()) {
      if (!tag.region(end, tags.length()).lookingAt()) {
        return null;
      }
      String text = tag.group(1) == null ? tag.group(2) : tag.group(1);
      if (text.length() <= MOST_DIGITS && text.matches("[0-9]+")) {
        versions.add(Integer.valueOf(text));
      }
      end = tag.end();
    }
    return versions;
  }
}
