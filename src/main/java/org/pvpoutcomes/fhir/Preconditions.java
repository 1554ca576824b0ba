package org.pvpoutcomes.fhir;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.VersionMatch;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What must hold for a request to be carried out: the headers of that name, or the elements of a
 * Bundle's {@code entry.request} (FHIR R4 http.html#concurrency, #cread, #ccreate).
 *
 * @param ifMatch ETag of the version that is to be replaced; null if there is none, as below
 * @param ifNoneMatch ETag of the version that the client has, or {@code *}
 * @param ifModifiedSince when the client read what it has
 * @param ifNoneExist query that no resource may match
 */
record Preconditions(
    @Nullable String ifMatch,
    @Nullable String ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable String ifNoneExist) {

  private static final int MOST_DIGITS = 9;

  /**
   * What the current version must be for a write.
   *
   * @param place of the entry in a Bundle; null for a request of its own
   * @throws FhirRequestException if it is not one ETag or {@code *}
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
    if (ifMatch == null) {
      return VersionMatch.ANY;
    }
    if (ifMatch.strip().equals("*")) {
      return VersionMatch.EXISTS;
    }
    Integer version = version(ifMatch);
    if (version == null) {
      throw refused(
          place, "ifMatch", "If-Match must be the ETag of one version, such as W/\"3\", or *.");
    }
    return VersionMatch.version(version);
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
      return namesAny(ifNoneMatch, stored.version());
    }
    return ifModifiedSince != null
        && !stored.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(ifModifiedSince);
  }

  private static boolean namesAny(String tags, int version) {
    if (tags.strip().equals("*")) {
      return true;
    }
    for (String tag : tags.split(",", -1)) {
      Integer named = version(tag);
      if (named != null && named == version) {
        return true;
      }
    }
    return false;
  }

  /** The version of {@code W/"3"}, {@code "3"} or, as some clients send it, {@code 3}. */
  private static @Nullable Integer version(String tag) {
    String text = tag.strip();
    if (text.startsWith("W/")) {
      text = text.substring(2);
    }
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1);
    }
    boolean number =
        !text.isEmpty()
            && text.length() <= MOST_DIGITS
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.valueOf(text) : null;
  }
}
