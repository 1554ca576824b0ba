package org.pvpoutcomes.record;

/**
 * Values from {@code from} up to, and without, {@code until}.
 *
 * @param <T> instants or numbers
 */
public record Span<T extends Comparable<? super T>>(T from, T until) {

  /** Refuses a span that ends before it begins. */
  public Span {
    if (from.compareTo(until) > 0) {
      throw new IllegalArgumentException("A span ends before it begins");
    }
  }
}
