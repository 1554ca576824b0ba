package org.pvpoutcomes.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.SearchValues;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.SearchValues.QuantityValue;
import org.pvpoutcomes.record.SearchValues.TextValue;
import org.pvpoutcomes.record.Span;

/** Turns elements into search values, by data type (FHIR R4 search.html#token and following). */
final class ValueCollector {

  private static final List<String> NAME_PARTS =
      List.of("family", "given", "prefix", "suffix", "text");
  private static final List<String> ADDRESS_PARTS =
      List.of("line", "city", "district", "state", "postalCode", "country", "text");

  private final TreeSet<String> tokens = new TreeSet<>();
  private final List<DateValue> dates = new ArrayList<>();
  private final List<QuantityValue> quantities = new ArrayList<>();
  private final List<TextValue> texts = new ArrayList<>();

  SearchValues all() {
    return new SearchValues(tokens, dates, quantities, texts);
  }

  /** One value of the parameter; one that is not of the data type is passed over. */
  void add(SearchParameter parameter, String dataType, JsonNode value) {
    if (parameter.kind() == SearchParameter.Kind.REFERENCE) {
      reference(parameter, dataType, value);
      return;
    }
    switch (dataType) {
      case "CodeableConcept" -> concept(parameter, value);
      case "Coding" -> token(parameter, text(value, "system"), text(value, "code"));
      case "Identifier" -> token(parameter, text(value, "system"), text(value, "value"));
      case "ContactPoint" -> token(parameter, "", text(value, "value"));
      case "Period" ->
          date(parameter, period(value.path("start").asText(), value.path("end").asText()));
      case "Timing" -> timing(parameter, value);
      case "Quantity", "Duration", "Age" -> quantity(parameter, value);
      case "HumanName" -> parts(parameter, value, NAME_PARTS);
      case "Address" -> parts(parameter, value, ADDRESS_PARTS);
      default -> primitive(parameter, dataType, value);
    }
  }

  private void primitive(SearchParameter parameter, String dataType, JsonNode value) {
    if (!value.isTextual() && !value.isBoolean()) {
      return;
    }
    String text = value.asText();
    switch (parameter.kind()) {
      case TOKEN -> {
        token(parameter, "", text);
        if (dataType.equals("code") && !parameter.codeSystem().isEmpty()) {
          token(parameter, parameter.codeSystem(), text);
        }
      }
      case DATE -> date(parameter, DateSpans.of(text));
      case STRING -> text(parameter, text);
      case URI -> {
        present(parameter);
        tokens.add(SearchToken.uri(parameter.name(), text));
        tokens.add(SearchToken.uri(parameter.name(), withoutVersion(dataType, text)));
      }
      default -> {
        // The table has no quantity or reference that is a primitive value, but canonicals.
      }
    }
  }

  /** A code with its system; an empty system for none, and an empty code for none. */
  void token(SearchParameter parameter, String system, String code) {
    String name = parameter.name();
    if (system.isEmpty() && code.isEmpty()) {
      return;
    }
    present(parameter);
    if (!code.isEmpty()) {
      tokens.add(SearchToken.code(name, code));
      tokens.add(SearchToken.coding(name, system, code));
    }
    if (!system.isEmpty()) {
      tokens.add(SearchToken.system(name, system));
    }
  }

  private void concept(SearchParameter parameter, JsonNode concept) {
    if (concept.isObject()) {
      present(parameter);
      for (JsonNode coding : concept.path("coding")) {
        token(parameter, text(coding, "system"), text(coding, "code"));
      }
    }
  }

  private void reference(SearchParameter parameter, String dataType, JsonNode value) {
    String name = parameter.name();
    if (!dataType.equals("Reference")) {
      if (value.isTextual()) {
        present(parameter);
        tokens.add(SearchToken.reference(name, value.textValue()));
        tokens.add(SearchToken.reference(name, withoutVersion("canonical", value.textValue())));
      }
      return;
    }
    LiteralReference literal = LiteralReference.of(text(value, "reference"));
    String type = literal.type().isEmpty() ? text(value, "type") : literal.type();
    if (parameter.onlyTargets() && !parameter.targets().contains(type)) {
      return;
    }
    if (!literal.text().isEmpty()) {
      present(parameter);
      tokens.add(SearchToken.reference(name, literal.text()));
      if (literal.isRelative()) {
        tokens.add(SearchToken.reference(name, literal.id()));
      }
    }
    JsonNode identifier = value.path("identifier");
    String identified = text(identifier, "value");
    if (!identified.isEmpty()) {
      present(parameter);
      tokens.add(SearchToken.referenceIdentifier(name, text(identifier, "system"), identified));
    }
    if (value.path("display").isTextual()) {
      present(parameter);
    }
  }

  private void date(SearchParameter parameter, @Nullable Span<Instant> span) {
    if (span != null) {
      present(parameter);
      dates.add(new DateValue(parameter.name(), span));
    }
  }

  /** Null without a start and an end, and if it ends before it starts. */
  private static @Nullable Span<Instant> period(String start, String end) {
    Span<Instant> first = DateSpans.of(start);
    Span<Instant> last = DateSpans.of(end);
    Instant from = first == null ? DateValue.EARLIEST : first.from();
    Instant until = last == null ? DateValue.LATEST : last.until();
    return (first == null && last == null) || from.isAfter(until) ? null : new Span<>(from, until);
  }

  /** From the first to the last of its events and bounds. */
  private void timing(SearchParameter parameter, JsonNode timing) {
    JsonNode bounds = timing.path("repeat").path("boundsPeriod");
    Span<Instant> all = period(bounds.path("start").asText(), bounds.path("end").asText());
    for (JsonNode event : timing.path("event")) {
      Span<Instant> one = DateSpans.of(event.asText());
      if (one != null && all != null) {
        all =
            new Span<>(
                one.from().isBefore(all.from()) ? one.from() : all.from(),
                one.until().isAfter(all.until()) ? one.until() : all.until());
      } else if (one != null) {
        all = one;
      }
    }
    date(parameter, all);
  }

  /** A value with a comparator, as in "less than 5", is none that could be compared. */
  private void quantity(SearchParameter parameter, JsonNode quantity) {
    if (!quantity.isObject()) {
      return;
    }
    present(parameter);
    JsonNode value = quantity.path("value");
    if (value.isNumber() && !quantity.has("comparator")) {
      BigDecimal number = value.decimalValue();
      quantities.add(
          new QuantityValue(
              parameter.name(),
              new Span<>(number, number),
              text(quantity, "system"),
              text(quantity, "code"),
              text(quantity, "unit")));
    }
  }

  private void parts(SearchParameter parameter, JsonNode value, List<String> names) {
    for (String name : names) {
      JsonNode part = value.path(name);
      if (part.isTextual()) {
        text(parameter, part.textValue());
      }
      for (JsonNode item : part) {
        if (item.isTextual()) {
          text(parameter, item.textValue());
        }
      }
    }
  }

  private void text(SearchParameter parameter, String text) {
    present(parameter);
    texts.add(new TextValue(parameter.name(), text));
  }

  private void present(SearchParameter parameter) {
    tokens.add(SearchToken.present(parameter.name()));
  }

  private static String withoutVersion(String dataType, String uri) {
    int bar = dataType.equals("canonical") ? uri.indexOf('|') : -1;
    return bar < 0 ? uri : uri.substring(0, bar);
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? value.textValue() : "";
  }
}
