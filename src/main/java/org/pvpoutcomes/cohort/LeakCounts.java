package org.pvpoutcomes.cohort;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pvpoutcomes.study.Coded;

/**
 * Cement leakage patient by patient, since the vertebrae of one patient are alike.
 *
 * @param patients how many patients have so many treated vertebrae, so many of them leaking; those
 *     without a treated vertebra are left out
 * @param classes what leaked where, how it was found; those that do not occur are absent
 */
public record LeakCounts(SortedMap<Treated, Long> patients, List<ClassCount> classes) {

  /** The class of leakages of which nobody says it. */
  public static final String UNKNOWN = "unknown";

  /** No vertebra and no leakage. */
  public static final LeakCounts NONE = new LeakCounts(new TreeMap<>(), List.of());

  /** Copies the collections. */
  public LeakCounts {
    patients = Collections.unmodifiableSortedMap(new TreeMap<>(patients));
    classes = List.copyOf(classes);
  }

  /**
   * The treated vertebrae of one patient.
   *
   * @param leaking those at which cement leaked, 0 to {@code vertebrae}
   */
  public record Treated(int vertebrae, int leaking) implements Comparable<Treated> {
    /** Refuses more leaking vertebrae than there are. */
    public Treated {
      if (leaking < 0 || leaking > vertebrae) {
        throw new IllegalArgumentException(leaking + " of " + vertebrae + " vertebrae cannot leak");
      }
    }

    @Override
    public int compareTo(Treated other) {
      int byVertebrae = Integer.compare(vertebrae, other.vertebrae);
      return byVertebrae == 0 ? Integer.compare(leaking, other.leaking) : byVertebrae;
    }
  }

  /** By what leakages are told apart. */
  public enum Classification implements Coded {
    /** Where the cement was found. */
    SITE("site"),
    /** By which method it was found; a leakage found by several is in each. */
    METHOD("method"),
    /** Whether it lies in a vessel. */
    VASCULARITY("vascularity");

    private final String code;

    Classification(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }

  /**
   * Leakages of one class, each vertebra, session and patient once.
   *
   * @param value the code of the class; {@link #UNKNOWN} where nobody says it
   * @param withoutVertebra number of leakages whose vertebra cannot be told
   * @param affected how many of the patients with a leaking vertebra of this class have so many
   *     treated vertebrae, so many of them with such a leakage
   */
  public record ClassCount(
      Classification by,
      String value,
      long vertebrae,
      long sessions,
      long patients,
      long withoutVertebra,
      SortedMap<Treated, Long> affected) {
    /** Copies the map. */
    public ClassCount {
      affected = Collections.unmodifiableSortedMap(new TreeMap<>(affected));
    }
  }

  /** The same patients, with their vertebrae that have a leakage of one class. */
  public SortedMap<Treated, Long> ofClass(ClassCount count) {
    SortedMap<Treated, Long> all = new TreeMap<>(count.affected);
    patients.forEach(
        (treated, number) -> all.merge(new Treated(treated.vertebrae(), 0), number, Long::sum));
    count.affected.forEach(
        (treated, number) ->
            all.merge(
                new Treated(treated.vertebrae(), 0),
                -number,
                (before, less) -> before + less == 0 ? null : Long.valueOf(before + less)));
    return all;
  }
}
