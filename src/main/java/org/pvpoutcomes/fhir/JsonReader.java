package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of a request as one JSON object.
 *
 * <p>Stricter than JSON where leniency would lose or hide data: the bytes must be UTF-8 (FHIR R4
 * json.html), a property may appear once per object, nothing may follow the object, and decimals
 * keep their digits (1.10 stays 1.10, FHIR R4 datatypes.html#decimal).
 */
@Singleton
class JsonReader {

  private static final int MAX_NUMBER_LENGTH = 100;

  /**
   * Most tokens (brackets, names and values) of a body. A tree takes at most some 50 bytes of
   * memory per token, whatever the body looks like; a Bundle of 10,000 filled-in questionnaires has
   * 2.5 million.
   */
  static final int MAX_TOKENS = 4_000_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final JsonMapper mapper;
  private final int maxDepth;

  @Inject
  JsonReader(FhirConfig config) {
    this(config.maxDepth());
  }

  /** Reads objects and arrays nested up to {@code maxDepth}. */
  JsonReader(int maxDepth) {
    this.maxDepth = maxDepth;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxDepth)
            .maxNumberLength(MAX_NUMBER_LENGTH)
            .maxTokenCount(MAX_TOKENS)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(constraints)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
    mapper =
        JsonMapper.builder(factory)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
  }

  /**
   * Reads one object.
   *
   * @throws FhirRequestException MALFORMED, with line and column counted from 1, and no content
   */
  ObjectNode read(byte[] body) {
    if (tree(body) instanceof ObjectNode object) {
      return object;
    }
    throw malformed("The body must be one JSON object.");
  }

  /**
   * Reads one array, as a JSON Patch is.
   *
   * @throws FhirRequestException MALFORMED, with line and column counted from 1, and no content
   */
  ArrayNode readArray(byte[] body) {
    if (tree(body) instanceof ArrayNode array) {
      return array;
    }
    throw malformed("The body must be one JSON array of operations.");
  }

  /** Reads what this server wrote itself. */
  ObjectNode readOwn(String json) {
    try {
      return (ObjectNode) mapper.readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException("What is stored is not JSON", e);
    }
  }

  private JsonNode tree(byte[] body) {
    CharBuffer text = decode(body);
    try (JsonParser parser =
        mapper.getFactory().createParser(text.array(), text.arrayOffset(), text.length())) {
      return read(parser);
    } catch (IOException e) {
      throw new IllegalStateException("characters in memory could not be read", e);
    }
  }

  private JsonNode read(JsonParser parser) throws IOException {
    try {
      JsonNode tree = mapper.readTree(parser);
      if (tree == null || tree.isMissingNode()) {
        throw malformed("The body is empty; a JSON object is needed.");
      }
      if (parser.nextToken() != null) {
        throw malformed(
            "Something follows the JSON "
                + (tree.isArray() ? "array" : "object")
                + at(parser.currentTokenLocation()));
      }
      return tree;
    } catch (StreamConstraintsException e) {
      if (parser.currentTokenCount() > MAX_TOKENS) {
        throw new FhirRequestException(
            FailureKind.TOO_LARGE,
            "The JSON has more than "
                + MAX_TOKENS
                + " tokens; send the resources in several Bundles.");
      }
      throw malformed(overLimit(parser) + at(parser.currentLocation()));
    } catch (MismatchedInputException e) {
      // readTree into a JsonNode mismatches for one reason only: a property that appears twice.
      throw malformed("A property appears twice in one object" + at(e.getLocation()));
    } catch (NumberFormatException e) {
      // What BigDecimal says to an exponent beyond 32 bits; Jackson lets it through.
      throw malformed("A number in the JSON is out of any range" + at(parser.currentLocation()));
    } catch (JacksonException e) {
      throw malformed("The body is not well-formed JSON" + at(e.getLocation()));
    }
  }

  private String overLimit(JsonParser parser) {
    return parser.getParsingContext().getNestingDepth() >= maxDepth
        ? "The JSON is nested deeper than " + maxDepth + " levels"
        : "A number, name or text in the JSON is too long";
  }

  /**
   * The characters of a body, without a byte order mark.
   *
   * @throws FhirRequestException MALFORMED for bytes that are not UTF-8
   */
  static CharBuffer decode(byte[] body) {
    ByteBuffer bytes = ByteBuffer.wrap(body);
    CharBuffer chars = CharBuffer.allocate(body.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    if (result.isError()) {
      throw malformed("The body is not UTF-8" + at(body, bytes.position()));
    }
    chars.flip();
    if (chars.hasRemaining() && chars.get(0) == BYTE_ORDER_MARK) {
      chars.get();
      return chars.slice();
    }
    return chars;
  }

  private static String at(byte[] body, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (body[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return " (line " + line + ", byte " + (offset - lineStart + 1) + " of it).";
  }

  private static String at(JsonLocation location) {
    return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ").";
  }

  private static FhirRequestException malformed(String text) {
    return new FhirRequestException(FailureKind.MALFORMED, text);
  }
}
