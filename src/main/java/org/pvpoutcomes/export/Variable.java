package org.pvpoutcomes.export;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;

/**
 * One variable of a table: how it is read of a row, and what the dictionary says of it.
 *
 * @param name lower case with underscores, a name in R and in SQL
 * @param label what a table in a paper would call it
 * @param unit null without one
 * @param allowed the only values there can be; empty where they are not listed
 * @param minimum smallest value there can be; null where nothing limits it
 * @param maximum largest value there can be; null where nothing limits it
 * @param definition what it says, and where it comes from
 * @param value of a row: a String, an Integer, a Number, a Boolean or a list of Strings as {@code
 *     type} says; null where the row has none
 */
record Variable<R>(
    String name,
    String label,
    Type type,
    @Nullable String unit,
    List<String> allowed,
    @Nullable BigDecimal minimum,
    @Nullable BigDecimal maximum,
    String definition,
    Function<R, @Nullable Object> value) {

  /** What the values of a variable are. */
  enum Type {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    /** Any number of codes; in CSV with semicolons between them. */
    CODES;

    /** As the dictionary says it. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Variable {
    allowed = List.copyOf(allowed);
  }

  static <R> Variable<R> text(
      String name, String label, String definition, Function<R, @Nullable Object> value) {
    return of(name, label, Type.TEXT, definition, value);
  }

  static <R> Variable<R> integer(
      String name, String label, String definition, Function<R, @Nullable Object> value) {
    return of(name, label, Type.INTEGER, definition, value);
  }

  static <R> Variable<R> decimal(
      String name, String label, String definition, Function<R, @Nullable Object> value) {
    return of(name, label, Type.DECIMAL, definition, value);
  }

  static <R> Variable<R> bool(
      String name, String label, String definition, Function<R, @Nullable Object> value) {
    return of(name, label, Type.BOOLEAN, definition, value);
  }

  static <R> Variable<R> codes(
      String name, String label, String definition, Function<R, @Nullable Object> value) {
    return of(name, label, Type.CODES, definition, value);
  }

  private static <R> Variable<R> of(
      String name,
      String label,
      Type type,
      String definition,
      Function<R, @Nullable Object> value) {
    return new Variable<>(name, label, type, null, List.of(), null, null, definition, value);
  }

  /** The same in a unit. */
  Variable<R> in(String theUnit) {
    return new Variable<>(name, label, type, theUnit, allowed, minimum, maximum, definition, value);
  }

  /** The same with these values only. */
  Variable<R> oneOf(Collection<String> values) {
    return new Variable<>(
        name, label, type, unit, List.copyOf(values), minimum, maximum, definition, value);
  }

  /** The same with the codes of these constants only. */
  Variable<R> oneOf(Coded... constants) {
    return oneOf(List.of(constants).stream().map(Coded::code).toList());
  }

  /** The same with values from {@code least} on. */
  Variable<R> from(long least) {
    return new Variable<>(
        name, label, type, unit, allowed, BigDecimal.valueOf(least), maximum, definition, value);
  }
}
