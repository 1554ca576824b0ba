package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.DocumentNode.Fields;
import org.pvpoutcomes.cohort.DocumentNode.Items;
import org.pvpoutcomes.cohort.DocumentNode.Nothing;
import org.pvpoutcomes.cohort.DocumentNode.Place;
import org.pvpoutcomes.study.Coded;

/**
 * The fields of one object of a protocol document, taken by name and kind. What is missing or wrong
 * is noted, and something of the right kind given in its place, so that one reading finds all
 * faults; {@link #read} then gives nothing. An optional field may be null.
 */
final class DocumentFields {

  private static final LocalDate SOME_DAY = LocalDate.EPOCH;

  private final Fields object;
  private final List<ProtocolFault> faults;
  private final Set<String> known = new LinkedHashSet<>();

  private DocumentFields(Fields object, List<ProtocolFault> faults) {
    this.object = object;
    this.faults = faults;
  }

  /**
   * Reads an object.
   *
   * @param faults takes everything that is wrong with it, and fields that {@code reader} does not
   *     ask for
   * @param reader makes a value of the fields; what it refuses with an IllegalArgumentException is
   *     a fault of the object as a whole
   * @return empty when anything was wrong
   */
  static <T> Optional<T> read(
      DocumentNode node, List<ProtocolFault> faults, Function<DocumentFields, T> reader) {
    if (!(node instanceof Fields object)) {
      add(faults, node.place(), "must be an object with named fields", List.of());
      return Optional.empty();
    }
    int before = faults.size();
    DocumentFields fields = new DocumentFields(object, faults);
    try {
      T value = reader.apply(fields);
      fields.refuseUnknown();
      return faults.size() == before ? Optional.of(value) : Optional.empty();
    } catch (IllegalArgumentException e) {
      fields.refuseUnknown();
      if (faults.size() == before) {
        add(faults, node.place(), String.valueOf(e.getMessage()), List.of());
      }
      return Optional.empty();
    }
  }

  /** A text that is not empty. */
  String text(String name, int longest) {
    return required(name).map(node -> text(node, longest)).orElse("");
  }

  /** A whole number. */
  int integer(String name) {
    return required(name).map(this::integer).orElse(0);
  }

  /** A whole number; null without one. */
  @Nullable Integer optionalInteger(String name) {
    return optional(name).map(this::integer).orElse(null);
  }

  /** A number. */
  BigDecimal number(String name) {
    return required(name).map(this::number).orElse(BigDecimal.ONE);
  }

  /** A number; null without one. */
  @Nullable BigDecimal optionalNumber(String name) {
    return optional(name).map(this::number).orElse(null);
  }

  /** True or false. */
  boolean truth(String name) {
    Optional<DocumentNode> found = required(name);
    if (found.isPresent() && !(found.get() instanceof DocumentNode.Truth)) {
      add(found.get(), "must be true or false");
    }
    return found.isPresent() && found.get() instanceof DocumentNode.Truth truth && truth.value();
  }

  /** A calendar date, as {@code 2018-01-31}; null without one. */
  @Nullable LocalDate optionalDate(String name) {
    return optional(name).map(this::date).orElse(null);
  }

  /** A concept of the study by its code. */
  <E extends Enum<E> & Coded> E code(String name, Class<E> type) {
    return required(name).map(node -> code(node, type)).orElse(type.getEnumConstants()[0]);
  }

  /** One of some words. */
  String oneOf(String name, List<String> words) {
    return required(name).map(node -> oneOf(node, words)).orElse(words.getFirst());
  }

  /** A list of objects. */
  <T> List<T> objects(String name, int most, Function<DocumentFields, T> reader) {
    return required(name).map(node -> objects(node, most, reader)).orElse(List.of());
  }

  /** A list of objects; empty without one. */
  <T> List<T> optionalObjects(String name, int most, Function<DocumentFields, T> reader) {
    return optional(name).map(node -> objects(node, most, reader)).orElse(List.of());
  }

  /** An object; null without one. */
  <T> @Nullable T optionalObject(String name, Function<DocumentFields, T> reader) {
    return optional(name).flatMap(node -> read(node, faults, reader)).orElse(null);
  }

  /** A list of values. */
  <T> List<T> values(String name, int most, Function<DocumentNode, T> reader) {
    return required(name).map(node -> values(node, most, reader)).orElse(List.of());
  }

  /** A list of values; empty without one. */
  <T> List<T> optionalValues(String name, int most, Function<DocumentNode, T> reader) {
    return optional(name).map(node -> values(node, most, reader)).orElse(List.of());
  }

  /** The field itself; empty where it is missing, which is noted. */
  Optional<DocumentNode> required(String name) {
    known.add(name);
    DocumentNode node = object.fields().get(name);
    if (node == null) {
      add(faults, object.place().of(name), "is missing", List.of());
    } else if (node instanceof Nothing) {
      add(node, "must have a value");
      return Optional.empty();
    }
    return Optional.ofNullable(node);
  }

  /** The field itself, if it is there and has a value. */
  Optional<DocumentNode> optional(String name) {
    known.add(name);
    return Optional.ofNullable(object.fields().get(name))
        .filter(node -> !(node instanceof Nothing));
  }

  String text(DocumentNode node, int longest) {
    if (!(node instanceof DocumentNode.Text text)) {
      add(node, "must be text");
      return "";
    }
    if (text.text().isBlank() || text.text().length() > longest) {
      add(node, "must be text of 1 to " + longest + " characters");
    }
    if (text.text().chars().anyMatch(DocumentFields::isNoCharacter)
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text.text())) {
      add(node, "must have no control characters but tabs and line ends, and no half characters");
    }
    return text.text();
  }

  /** What neither XML 1.0 nor a string of FHIR can have. */
  private static boolean isNoCharacter(int unit) {
    return (Character.isISOControl(unit) && unit != '\t' && unit != '\n' && unit != '\r')
        || unit == 0xFFFE
        || unit == 0xFFFF;
  }

  int integer(DocumentNode node) {
    if (node instanceof DocumentNode.Decimal number) {
      try {
        return number.value().intValueExact();
      } catch (ArithmeticException e) {
        // Falls through: it has a fraction, or is too large.
      }
    }
    add(node, "must be a whole number");
    return 0;
  }

  BigDecimal number(DocumentNode node) {
    if (node instanceof DocumentNode.Decimal number) {
      // Beyond this no measure has a value, and arithmetic may become expensive.
      if (number.value().precision() <= 20 && Math.abs((long) number.value().scale()) <= 20) {
        return number.value();
      }
    }
    add(node, "must be a number of at most 20 digits");
    return BigDecimal.ONE;
  }

  <E extends Enum<E> & Coded> E code(DocumentNode node, Class<E> type) {
    E[] codes = type.getEnumConstants();
    return Coded.find(type, node instanceof DocumentNode.Text text ? text.text() : "")
        .orElseGet(
            () -> {
              add(
                  faults,
                  node.place(),
                  "is not allowed",
                  Arrays.stream(codes).map(Coded::code).toList());
              return codes[0];
            });
  }

  <T> List<T> values(DocumentNode node, int most, Function<DocumentNode, T> reader) {
    if (!(node instanceof Items list)) {
      add(node, "must be a list");
      return List.of();
    }
    if (list.items().size() > most) {
      add(node, "must have at most " + most + " items");
      return List.of();
    }
    return list.items().stream().map(reader).toList();
  }

  private <T> List<T> objects(DocumentNode node, int most, Function<DocumentFields, T> reader) {
    List<T> objects = new ArrayList<>();
    values(node, most, item -> read(item, faults, reader))
        .forEach(object -> object.ifPresent(objects::add));
    return objects;
  }

  private String oneOf(DocumentNode node, List<String> words) {
    if (node instanceof DocumentNode.Text text && words.contains(text.text())) {
      return text.text();
    }
    add(faults, node.place(), "is not allowed", words);
    return words.getFirst();
  }

  private LocalDate date(DocumentNode node) {
    if (node instanceof DocumentNode.Text text
        && text.text().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      try {
        return LocalDate.parse(text.text());
      } catch (DateTimeParseException e) {
        // Falls through: there is no such day.
      }
    }
    add(node, "must be a date such as 2018-01-31");
    return SOME_DAY;
  }

  private void refuseUnknown() {
    object
        .fields()
        .forEach(
            (name, node) -> {
              if (!known.contains(name)) {
                add(faults, node.place(), "unknown field", List.copyOf(known));
              }
            });
  }

  private void add(DocumentNode node, String detail) {
    add(faults, node.place(), detail, List.of());
  }

  private static void add(
      List<ProtocolFault> faults, Place place, String detail, List<String> allowed) {
    faults.add(new ProtocolFault(place.pointer(), place.line(), place.column(), detail, allowed));
  }
}
