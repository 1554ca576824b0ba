package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A treated level of the spine: C1 to S5 in anatomical order, then what is known only by region,
 * then what cannot be named.
 *
 * <p>A level that is known by its region only ({@link #CERVICAL} to {@link #SACRAL}) says "one
 * vertebra of that region, which one is unknown"; it is never turned into a particular vertebra.
 * {@link #OTHER} holds anatomical variants such as T13 or L6.
 */
public enum VertebralLevel implements Coded {
  C1,
  C2,
  C3,
  C4,
  C5,
  C6,
  C7,
  T1,
  T2,
  T3,
  T4,
  T5,
  T6,
  T7,
  T8,
  T9,
  T10,
  T11,
  T12,
  L1,
  L2,
  L3,
  L4,
  L5,
  S1,
  S2,
  S3,
  S4,
  S5,
  /** Cervical, level unknown. */
  CERVICAL,
  /** Thoracic, level unknown. */
  THORACIC,
  /** Lumbar, level unknown. */
  LUMBAR,
  /** Sacral, level unknown: what a code for the whole sacrum says. */
  SACRAL,
  /** A vertebra outside the usual numbering. */
  OTHER,
  /** A vertebra of which nothing is known but that it was treated. */
  UNKNOWN;

  /** The parts of the spine that a level belongs to. */
  public enum Region implements Coded {
    CERVICAL,
    THORACIC,
    LUMBAR,
    SACRAL,
    UNKNOWN;

    @Override
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * {@code T12} for a particular vertebra, {@code sacral} for a region, {@code other}, {@code
   * unknown}.
   */
  @Override
  public String code() {
    return isParticular() ? name() : name().toLowerCase(Locale.ROOT);
  }

  /** Whether this names one vertebra. */
  public boolean isParticular() {
    return compareTo(S5) <= 0;
  }

  /** The region it lies in; {@link Region#UNKNOWN} for {@link #OTHER} and {@link #UNKNOWN}. */
  public Region region() {
    return switch (this) {
      case CERVICAL -> Region.CERVICAL;
      case THORACIC -> Region.THORACIC;
      case LUMBAR -> Region.LUMBAR;
      case SACRAL -> Region.SACRAL;
      case OTHER, UNKNOWN -> Region.UNKNOWN;
      default ->
          switch (name().charAt(0)) {
            case 'C' -> Region.CERVICAL;
            case 'T' -> Region.THORACIC;
            case 'L' -> Region.LUMBAR;
            default -> Region.SACRAL;
          };
    };
  }

  /**
   * Whether {@code other} can be the same vertebra said more precisely: this is unknown, or known
   * by region only and {@code other} lies there.
   */
  public boolean admits(VertebralLevel other) {
    return this == other
        || this == UNKNOWN
        || (!isParticular() && this != OTHER && other.region() == region() && other.isParticular());
  }

  /**
   * The levels that no other level of the list says more precisely, in anatomical order, each once.
   */
  public static List<VertebralLevel> mostPrecise(List<VertebralLevel> levels) {
    List<VertebralLevel> kept = new ArrayList<>();
    for (VertebralLevel level : levels.stream().distinct().sorted().toList()) {
      if (levels.stream().noneMatch(other -> other != level && level.admits(other))) {
        kept.add(level);
      }
    }
    return List.copyOf(kept);
  }
}
