package org.pvpoutcomes.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What one resource can be found by, apart from its id and date of its version.
 *
 * @param tokens texts made by {@link SearchToken}, one for each way to ask for a code, an
 *     identifier, a reference, or for a parameter to have any value at all
 * @param dates one per value of a date parameter
 * @param quantities one per value of a quantity parameter
 * @param texts one per value of a string parameter
 */
public record SearchValues(
    NavigableSet<String> tokens,
    List<DateValue> dates,
    List<QuantityValue> quantities,
    List<TextValue> texts) {

  /** Copies the lists. */
  public SearchValues {
    tokens = Collections.unmodifiableNavigableSet(new TreeSet<>(tokens));
    dates = List.copyOf(dates);
    quantities = List.copyOf(quantities);
    texts = List.copyOf(texts);
  }

  /**
   * A date, time or period as the span of time that it covers: {@code 2021-03} is all of March.
   *
   * @param parameter name of the search parameter
   * @param span first instant, and the first one after the end; {@link #EARLIEST} or {@link
   *     #LATEST} for a period that is open there
   */
  public record DateValue(String parameter, Span<Instant> span) {
    /** Before every FHIR date. */
    public static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    /** After every FHIR date. */
    public static final Instant LATEST = Instant.parse("+10000-01-02T00:00:00Z");
  }

  /**
   * A quantity as the exact number that it is, so that both ends of the span are the same; only the
   * number that is asked for has a range (FHIR R4 search.html#number).
   *
   * @param system of the unit's code; empty if there is none
   * @param code of the unit; empty if there is none
   * @param unit as a human reads it; empty if there is none
   */
  public record QuantityValue(
      String parameter, Span<BigDecimal> span, String system, String code, String unit) {}

  /**
   * A text.
   *
   * @param text as it was written
   */
  public record TextValue(String parameter, String text) {}
}
