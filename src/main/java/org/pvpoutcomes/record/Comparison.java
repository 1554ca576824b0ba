package org.pvpoutcomes.record;

/**
 * A prefix and a value, as in {@code date=ge2021-03} (FHIR R4 search.html#prefix), with the value
 * as the span that its precision covers.
 *
 * @param <T> instants or numbers
 * @param span of the value that was asked for
 */
public record Comparison<T extends Comparable<? super T>>(Prefix prefix, Span<T> span) {

  /** How the span of a resource (R) must lie to the span that was asked for (P). */
  public enum Prefix {
    /** R lies within P. */
    EQ,
    /** R does not lie within P. */
    NE,
    /** R reaches beyond the end of P. */
    GT,
    /** R begins before P. */
    LT,
    /** R reaches beyond the end of P or lies within it. */
    GE,
    /** R begins before P or lies within it. */
    LE,
    /** R begins at or after the end of P. */
    SA,
    /** R ends at or before the beginning of P. */
    EB,
    /** R and P overlap; P was widened by whoever made the comparison. */
    AP
  }

  /** Whether a resource's span lies so. */
  public boolean test(Span<T> resource) {
    boolean within =
        resource.from().compareTo(span.from()) >= 0
            && resource.until().compareTo(span.until()) <= 0;
    boolean beyond = resource.until().compareTo(span.until()) > 0;
    boolean before = resource.from().compareTo(span.from()) < 0;
    return switch (prefix) {
      case EQ -> within;
      case NE -> !within;
      case GT -> beyond;
      case LT -> before;
      case GE -> beyond || within;
      case LE -> before || within;
      case SA -> resource.from().compareTo(span.until()) >= 0;
      case EB -> resource.until().compareTo(span.from()) <= 0;
      case AP ->
          resource.from().compareTo(span.until()) < 0
              && span.from().compareTo(resource.until()) < 0;
    };
  }
}
