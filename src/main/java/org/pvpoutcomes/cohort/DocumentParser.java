package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.DocumentNode.Place;

/**
 * Reads JSON and YAML into nodes that know their line and column. Of YAML it takes what JSON can
 * say: aliases are refused, which a short document can use to stand for one of any size. Depth is
 * limited; the caller limits the size.
 */
final class DocumentParser {

  /** Deepest nesting; a protocol needs 6. */
  static final int DEEPEST = 20;

  private static final JsonFactory JSON = new JsonFactory();
  private static final YAMLFactory YAML = new YAMLFactory();

  private final List<ProtocolFault> faults;

  private DocumentParser(List<ProtocolFault> faults) {
    this.faults = faults;
  }

  /**
   * The one value of a document.
   *
   * @param faults takes what is wrong with the syntax
   * @return null when the document cannot be read to its end
   */
  static @Nullable DocumentNode parse(
      String document, ProtocolFormat format, List<ProtocolFault> faults) {
    DocumentParser reader = new DocumentParser(faults);
    try (JsonParser parser = (format == ProtocolFormat.JSON ? JSON : YAML).createParser(document)) {
      return reader.document(parser);
    } catch (JsonProcessingException e) {
      faults.add(syntax(e, format));
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable DocumentNode document(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      faults.add(new ProtocolFault("", 1, 1, "the document is empty", List.of()));
      return null;
    }
    DocumentNode root = value(parser, place(parser, ""), 0);
    if (root != null && parser.nextToken() != null) {
      add(place(parser, ""), "nothing may follow the document");
      return null;
    }
    return root;
  }

  private @Nullable DocumentNode value(JsonParser parser, Place place, int depth)
      throws IOException {
    if (depth > DEEPEST) {
      add(place, "is nested too deeply; at most " + DEEPEST + " levels");
      return null;
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      add(place, "is an alias, which is not allowed; write the value itself");
      return null;
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields(parser, place, depth);
      case START_ARRAY -> items(parser, place, depth);
      case VALUE_STRING -> new DocumentNode.Text(place, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new DocumentNode.Decimal(place, parser.getDecimalValue());
      case VALUE_TRUE -> new DocumentNode.Truth(place, true);
      case VALUE_FALSE -> new DocumentNode.Truth(place, false);
      case VALUE_NULL -> new DocumentNode.Nothing(place);
      case null, default -> {
        add(place, "is no value that a protocol can have");
        yield null;
      }
    };
  }

  private @Nullable DocumentNode fields(JsonParser parser, Place place, int depth)
      throws IOException {
    Map<String, DocumentNode> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonLocation of = parser.currentTokenLocation();
      parser.nextToken();
      Place part = place.at(name, of.getLineNr(), of.getColumnNr());
      DocumentNode value = value(parser, part, depth + 1);
      if (value == null) {
        return null;
      }
      if (fields.putIfAbsent(name, value) != null) {
        add(part, "is there twice");
      }
    }
    return new DocumentNode.Fields(place, fields);
  }

  private @Nullable DocumentNode items(JsonParser parser, Place place, int depth)
      throws IOException {
    List<DocumentNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      JsonLocation of = parser.currentTokenLocation();
      Place part = place.at(String.valueOf(items.size()), of.getLineNr(), of.getColumnNr());
      DocumentNode value = value(parser, part, depth + 1);
      if (value == null) {
        return null;
      }
      items.add(value);
    }
    return new DocumentNode.Items(place, items);
  }

  private void add(Place place, String detail) {
    faults.add(new ProtocolFault(place.pointer(), place.line(), place.column(), detail, List.of()));
  }

  private static Place place(JsonParser parser, String pointer) {
    JsonLocation location = parser.currentTokenLocation();
    return new Place(pointer, location.getLineNr(), location.getColumnNr());
  }

  /** The parser's own text says what it found; its first line is enough. */
  private static ProtocolFault syntax(JsonProcessingException problem, ProtocolFormat format) {
    JsonLocation location = problem.getLocation();
    String text = problem.getOriginalMessage().lines().findFirst().orElse("");
    return new ProtocolFault(
        "",
        location == null ? 1 : Math.max(1, location.getLineNr()),
        location == null ? 1 : Math.max(1, location.getColumnNr()),
        "is not well-formed " + format + ": " + text.substring(0, Math.min(text.length(), 200)),
        List.of());
  }
}
