package org.pvpoutcomes.study;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When something happened, as precisely as it was written: a calendar day, or an instant with its
 * own offset.
 *
 * <p>The study counts in calendar days <em>as written</em> in the timestamp: {@code
 * 2018-07-17T23:30:00+08:00} is on 17 July wherever the service runs. Anything less precise than a
 * day is not a clinical time of the study.
 *
 * @param date the local calendar date as written
 * @param instant the full timestamp with its offset; null when only the date was written
 */
public record ClinicalTime(LocalDate date, @Nullable OffsetDateTime instant)
    implements Comparable<ClinicalTime> {

  /** Refuses an instant that lies on another local date than the one given. */
  public ClinicalTime {
    if (instant != null && !instant.toLocalDate().equals(date)) {
      throw new IllegalArgumentException("The date must be the local date of the instant");
    }
  }

  /** A time known to the day only. */
  public static ClinicalTime onDate(LocalDate date) {
    return new ClinicalTime(date, null);
  }

  /** A time known as an instant; its date is the one written in it. */
  public static ClinicalTime at(OffsetDateTime instant) {
    return new ClinicalTime(instant.toLocalDate(), instant);
  }

  /** Whole calendar days from {@code origin} to this, negative when this is earlier. */
  public long dayOffsetFrom(ClinicalTime origin) {
    return ChronoUnit.DAYS.between(origin.date, date);
  }

  /**
   * Whether this is certainly before {@code other}: on an earlier date, or on the same date with
   * both times known.
   */
  public boolean isBefore(ClinicalTime other) {
    if (!date.equals(other.date)) {
      return date.isBefore(other.date);
    }
    return instant != null
        && other.instant != null
        && instant.toInstant().isBefore(other.instant.toInstant());
  }

  /**
   * Order of the protocol: by date; on the same day what has no time comes first, then the earlier
   * instant.
   */
  @Override
  public int compareTo(ClinicalTime other) {
    int byDate = date.compareTo(other.date);
    if (byDate != 0) {
      return byDate;
    }
    if (instant == null || other.instant == null) {
      return Boolean.compare(instant != null, other.instant != null);
    }
    return instant.toInstant().compareTo(other.instant.toInstant());
  }
}
