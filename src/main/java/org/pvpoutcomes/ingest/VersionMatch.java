package org.pvpoutcomes.ingest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What the current version of a resource must be for a write to take place: the headers {@code
 * If-Match}, {@code If-None-Match} and {@code If-Unmodified-Since} (FHIR R4 http.html#concurrency;
 * RFC 9110 §13.1.1, §13.1.2, §13.1.4).
 */
public sealed interface VersionMatch {

  /** No header: the write does not depend on the version. */
  VersionMatch ANY = new Any();

  /** {@code If-Match: *}: there must be a resource, whatever its version. */
  VersionMatch EXISTS = new Exists();

  /** {@code If-None-Match: *}: there must be no resource; a deleted one is none. */
  VersionMatch ABSENT = new Absent();

  /** {@code If-Match: W/"3"}: the current version must be this one, and no deletion. */
  static VersionMatch version(int version) {
    return anyOf(Set.of(version));
  }

  /**
   * {@code If-Match: W/"3", W/"4"}: the current version must be one of these, and no deletion.
   *
   * @param versions none if only ETags were named that this server never gave
   */
  static VersionMatch anyOf(Set<Integer> versions) {
    return new AnyOf(versions);
  }

  /**
   * {@code If-Unmodified-Since}: the current version must be no younger, in whole seconds. What
   * never was has no date, and the header no meaning.
   */
  static VersionMatch unmodifiedSince(Instant time) {
    return new UnmodifiedSince(time);
  }

  /**
   * Whether the write may take place.
   *
   * @param current the current version, which may be a deletion; null when there never was any
   */
  boolean test(@Nullable StoredVersion current);

  /** See {@link #ANY}. */
  record Any() implements VersionMatch {
    @Override
    public boolean test(@Nullable StoredVersion current) {
      return true;
    }
  }

  /** See {@link #EXISTS}. */
  record Exists() implements VersionMatch {
    @Override
    public boolean test(@Nullable StoredVersion current) {
      return current != null && !current.isDeletion();
    }
  }

  /** See {@link #ABSENT}. */
  record Absent() implements VersionMatch {
    @Override
    public boolean test(@Nullable StoredVersion current) {
      return !EXISTS.test(current);
    }
  }

  /** See {@link #anyOf}. */
  record AnyOf(Set<Integer> versions) implements VersionMatch {
    /** Copies the set. */
    public AnyOf {
      versions = Set.copyOf(versions);
    }

    @Override
    public boolean test(@Nullable StoredVersion current) {
      return current != null && !current.isDeletion() && versions.contains(current.version());
    }
  }

  /** See {@link #unmodifiedSince}. */
  record UnmodifiedSince(Instant time) implements VersionMatch {
    @Override
    public boolean test(@Nullable StoredVersion current) {
      return current == null
          || !current.lastUpdated().truncatedTo(ChronoUnit.SECONDS).isAfter(time);
    }
  }
}
