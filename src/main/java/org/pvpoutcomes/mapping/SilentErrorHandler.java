package org.pvpoutcomes.mapping;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;

/**
 * Stops at what would lose a value, and says nothing about the rest: HAPI's own messages quote the
 * values that they complain about, which may be the patient's.
 */
final class SilentErrorHandler extends LenientErrorHandler {

  SilentErrorHandler() {
    super(false);
  }

  @Override
  public void incorrectJsonType(
      IParseLocation location,
      String elementName,
      ValueType expected,
      ScalarType expectedScalarType,
      ValueType found,
      ScalarType foundScalarType) {
    throw new DataFormatException("Incorrect JSON type");
  }

  @Override
  public void unexpectedRepeatingElement(IParseLocation location, String elementName) {
    throw new DataFormatException("Unexpected repeating element");
  }
}
