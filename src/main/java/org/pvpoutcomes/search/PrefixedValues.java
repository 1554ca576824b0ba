package org.pvpoutcomes.search;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Comparison;
import org.pvpoutcomes.record.Comparison.Prefix;
import org.pvpoutcomes.record.Criterion.Quantities.Measured;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.Span;

/** Reads values that may have a prefix (FHIR R4 search.html#prefix, #date, #number, #quantity). */
final class PrefixedValues {

  private static final int MAX_LENGTH = 50;
  private static final int MAX_SCALE = 308;

  /** So many digits below the precision of a number, its range ends before its upper bound. */
  private static final int DIGITS_BELOW = 30;

  private static final BigDecimal TENTH = new BigDecimal("0.1");
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private PrefixedValues() {}

  /**
   * A date. For {@code ap} the span is widened, on both sides, by a tenth of its distance from now.
   *
   * @param now null if {@code ap} is refused
   */
  static Comparison<Instant> date(String name, String value, @Nullable Instant now) {
    Prefix prefix = prefix(value);
    String text = prefix == null ? value : value.substring(2);
    Span<Instant> span = DateSpans.of(text);
    if (span == null) {
      throw SearchRefusedException.badValue(
          name,
          name
              + ": not a date; write YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz, in a"
              + " URL with %2B for the plus sign, after one of eq, ne, gt, lt, ge, le, sa, eb, ap"
              + " or nothing.");
    }
    if (prefix == Prefix.AP) {
      if (now == null) {
        throw SearchRefusedException.notSupported(
            name, name + ": a condition cannot be approximate; leave out ap.");
      }
      return new Comparison<>(Prefix.AP, widened(span, now));
    }
    return new Comparison<>(prefix == null ? Prefix.EQ : prefix, span);
  }

  private static Span<Instant> widened(Span<Instant> span, Instant now) {
    Duration distance = Duration.ZERO;
    if (span.until().isBefore(now)) {
      distance = Duration.between(span.until(), now);
    } else if (span.from().isAfter(now)) {
      distance = Duration.between(now, span.from());
    }
    Duration margin = Duration.ofSeconds(distance.toSeconds() / 10);
    Instant from = span.from().minus(margin);
    Instant until = span.until().plus(margin);
    return new Span<>(
        from.isBefore(DateValue.EARLIEST) ? DateValue.EARLIEST : from,
        until.isAfter(DateValue.LATEST) ? DateValue.LATEST : until);
  }

  /**
   * {@code number}, {@code number|system|code} or {@code number||code}. Values in resources are
   * exact numbers; eq and ne ask for the range that rounds to the number, the others for the number
   * itself; ap for a tenth more or less.
   */
  static Measured quantity(String name, String value) {
    List<String> parts = EscapedText.split(value, '|').stream().map(EscapedText::plain).toList();
    if (parts.size() == 2 || parts.size() > 3) {
      throw SearchRefusedException.badValue(
          name, name + ": write number, number|system|code or number||code.");
    }
    Prefix given = prefix(parts.getFirst());
    Prefix prefix = given == null ? Prefix.EQ : given;
    BigDecimal number = number(name, given == null ? parts.get(0) : parts.get(0).substring(2));
    String system = parts.size() == 3 ? parts.get(1) : "";
    String code = parts.size() == 3 ? parts.get(2) : "";
    if (!system.isEmpty() && code.isEmpty()) {
      throw SearchRefusedException.notSupported(
          name, name + ": a unit of any code of a system cannot be asked for; write the code.");
    }
    return new Measured(comparison(prefix, number), system, code);
  }

  private static Comparison<BigDecimal> comparison(Prefix prefix, BigDecimal number) {
    return switch (prefix) {
      case EQ, NE -> new Comparison<>(prefix, rounding(number));
      case AP -> {
        BigDecimal tenth = number.abs().multiply(TENTH);
        Span<BigDecimal> rounding = rounding(number);
        yield new Comparison<>(
            prefix,
            new Span<>(
                number.subtract(tenth).min(rounding.from()),
                number.add(tenth).max(rounding.until())));
      }
      // Numbers are points: to begin after one is to be greater.
      case SA -> new Comparison<>(Prefix.GT, new Span<>(number, number));
      case EB -> new Comparison<>(Prefix.LT, new Span<>(number, number));
      case GT, LT, GE, LE -> new Comparison<>(prefix, new Span<>(number, number));
    };
  }

  /** The range [99.5, 100.5) of 100, which ends just before its upper bound. */
  private static Span<BigDecimal> rounding(BigDecimal number) {
    BigDecimal half = HALF.scaleByPowerOfTen(-number.scale());
    BigDecimal least = BigDecimal.ONE.scaleByPowerOfTen(-number.scale() - DIGITS_BELOW);
    return new Span<>(number.subtract(half), number.add(half).subtract(least));
  }

  private static BigDecimal number(String name, String text) {
    try {
      // BigDecimal reads the digits of any script.
      if (text.length() <= MAX_LENGTH && text.chars().allMatch(c -> c < 0x80)) {
        BigDecimal number = new BigDecimal(text);
        if (Math.abs((long) number.scale()) <= MAX_SCALE) {
          return number;
        }
      }
    } catch (NumberFormatException e) {
      // Falls through: reported with the others.
    }
    throw SearchRefusedException.badValue(
        name, name + ": not a number of at most 50 characters and an exponent within 308.");
  }

  /** Null if the value has none: it begins with no letters. */
  private static @Nullable Prefix prefix(String value) {
    if (value.length() < 2) {
      return null;
    }
    String letters = value.substring(0, 2);
    for (Prefix prefix : Prefix.values()) {
      if (prefix.name().toLowerCase(Locale.ROOT).equals(letters)) {
        return prefix;
      }
    }
    return null;
  }
}
