package org.pvpoutcomes.ingest;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What the current version of a resource must be for a write to take place: the headers {@code
 * If-Match} and {@code If-None-Match} (FHIR R4 http.html#concurrency; RFC 9110 §13.1.1, §13.1.2).
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
    return new Version(version);
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

  /** See {@link #version}. */
  record Version(int version) implements VersionMatch {
    @Override
    public boolean test(@Nullable StoredVersion current) {
      return current != null && !current.isDeletion() && current.version() == version;
    }
  }
}
