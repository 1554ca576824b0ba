package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.pvpoutcomes.fhir.ElementShape.Property;

/** The values of primitives in FHIR XML, which are all text, as values of JSON. */
final class XmlValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?([eE][-+]?[0-9]{1,6})?");

  private XmlValues() {}

  /** A text as JSON has it; one that its type does not allow stays a text, to be refused later. */
  static JsonNode value(Property property, String text) {
    PrimitiveType type = property.primitive();
    return switch (type) {
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? NODES.booleanNode(text.equals("true"))
              : NODES.textNode(text);
      case INTEGER, UNSIGNED_INT, POSITIVE_INT ->
          WHOLE.matcher(text).matches() ? whole(text) : NODES.textNode(text);
      case DECIMAL -> {
        if (!DECIMAL.matcher(text).matches()) {
          yield NODES.textNode(text);
        }
        yield WHOLE.matcher(text).matches()
            ? whole(text)
            : DecimalNode.valueOf(new BigDecimal(text));
      }
      case null, default -> NODES.textNode(text);
    };
  }

  /** The smallest kind that holds it, like the reader of JSON. */
  private static JsonNode whole(String text) {
    BigInteger number = new BigInteger(text);
    if (number.bitLength() < Integer.SIZE) {
      return NODES.numberNode(number.intValue());
    }
    return number.bitLength() < Long.SIZE
        ? NODES.numberNode(number.longValue())
        : NODES.numberNode(number);
  }
}
