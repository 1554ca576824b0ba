package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The primitive data types and what their JSON values may be.
 *
 * <p>Source: FHIR R4 datatypes.html#primitive and json.html#primitive. Where the specification
 * allows more than can be stored and read back without loss, the narrower rule is in the readings
 * (src/docs/readings.md).
 */
enum PrimitiveType {
  BOOLEAN("boolean", "true or false"),
  INTEGER("integer", "a whole number from -2147483648 to 2147483647"),
  UNSIGNED_INT("unsignedInt", "a whole number from 0 to 2147483647"),
  POSITIVE_INT("positiveInt", "a whole number from 1 to 2147483647"),
  DECIMAL("decimal", "a number of at most 40 digits and an exponent within 308"),
  STRING("string", "text of 1 to 1048576 characters"),
  MARKDOWN("markdown", "text of 1 to 1048576 characters"),
  CODE("code", "text without leading, trailing or double spaces"),
  ID("id", "1 to 64 letters, digits, hyphens and dots"),
  URI("uri", "text without spaces"),
  URL("url", "text without spaces"),
  CANONICAL("canonical", "text without spaces"),
  OID("oid", "urn:oid: and dotted numbers"),
  UUID("uuid", "urn:uuid: and a UUID in lower case"),
  DATE("date", "YYYY, YYYY-MM or YYYY-MM-DD, a day that exists"),
  DATE_TIME("dateTime", "YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+zz:zz"),
  TIME("time", "hh:mm:ss"),
  INSTANT("instant", "YYYY-MM-DDThh:mm:ss+zz:zz"),
  BASE64_BINARY("base64Binary", "base64 text"),
  XHTML("xhtml", "one well-formed XHTML div of formatting elements, links, images and tables");

  private static final int MAX_TEXT = 1024 * 1024;
  private static final int MAX_DIGITS = 40;

  /** That of an IEEE 754 double, which most readers of the resource will use. */
  private static final int MAX_EXPONENT = 308;

  private static final Pattern OID_PATTERN = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
  private static final Pattern UUID_PATTERN =
      Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final String fhirName;
  private final String rule;

  PrimitiveType(String fhirName, String rule) {
    this.fhirName = fhirName;
    this.rule = rule;
  }

  /**
   * The type of that name.
   *
   * @throws IllegalArgumentException if FHIR R4 has none
   */
  static PrimitiveType named(String fhirName) {
    for (PrimitiveType type : values()) {
      if (type.fhirName.equals(fhirName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("no primitive type " + fhirName);
  }

  /** What is wrong with a value, and what would be right; null if nothing is wrong. */
  @Nullable Fault fault(JsonNode value) {
    return switch (this) {
      case BOOLEAN -> value.isBoolean() ? null : kind("a JSON boolean");
      case INTEGER -> whole(value, Integer.MIN_VALUE);
      case UNSIGNED_INT -> whole(value, 0);
      case POSITIVE_INT -> whole(value, 1);
      case DECIMAL -> decimal(value);
      default -> text(value);
    };
  }

  private @Nullable Fault whole(JsonNode value, int least) {
    if (!value.isNumber()) {
      return kind("a JSON number");
    }
    boolean fits = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= least;
    return fits ? null : value();
  }

  private @Nullable Fault decimal(JsonNode value) {
    if (!value.isNumber()) {
      return kind("a JSON number");
    }
    BigDecimal number = value.decimalValue();
    long exponent = number.precision() - 1L - number.scale();
    boolean fits = number.precision() <= MAX_DIGITS && Math.abs(exponent) <= MAX_EXPONENT;
    return fits ? null : value();
  }

  private @Nullable Fault text(JsonNode value) {
    if (!value.isTextual()) {
      return kind("a JSON string");
    }
    String text = value.textValue();
    if (text.isEmpty()) {
      return new Fault(FailureKind.VALUE, "The text is empty; leave the element out instead.");
    }
    if (!TextRules.isStorable(text)) {
      return new Fault(
          FailureKind.VALUE,
          "The text has a control character or half of a surrogate pair; FHIR allows only tab, line"
              + " feed and carriage return below U+0020.");
    }
    return isValid(text) ? null : value();
  }

  private boolean isValid(String text) {
    return switch (this) {
      case CODE -> TextRules.isCode(text);
      case ID -> TextRules.isId(text);
      case URI, URL, CANONICAL -> TextRules.hasNoSpace(text);
      case OID -> OID_PATTERN.matcher(text).matches();
      case UUID -> UUID_PATTERN.matcher(text).matches();
      case DATE -> DateTimeText.isDate(text);
      case DATE_TIME -> DateTimeText.isDateTime(text);
      case TIME -> DateTimeText.isTime(text);
      case INSTANT -> DateTimeText.isInstant(text);
      case BASE64_BINARY -> TextRules.isBase64(text);
      case XHTML -> Narratives.isAllowed(text);
      default -> text.length() <= MAX_TEXT;
    };
  }

  private Fault kind(String wanted) {
    return new Fault(FailureKind.STRUCTURE, "A FHIR " + fhirName + " is " + wanted + ".");
  }

  private Fault value() {
    return new Fault(FailureKind.VALUE, "This is not a FHIR " + fhirName + ": " + rule + ".");
  }

  /**
   * What is wrong with a value.
   *
   * @param kind STRUCTURE for the wrong JSON kind, else VALUE
   * @param text what would be right
   */
  record Fault(FailureKind kind, String text) {}
}
