package org.pvpoutcomes.fhir;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Reads the parameters that histories and {@code $everything} have in common. */
final class PageParameters {

  private static final int MOST_DIGITS = 9;

  private PageParameters() {}

  /**
   * {@code _count}: how many entries a page is to have; 0 for none but their number.
   *
   * @throws FhirRequestException if it is not a whole number
   */
  static int count(String value, FhirRequest request) {
    boolean number =
        !value.isEmpty()
            && value.length() <= MOST_DIGITS
            && value.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw new FhirRequestException(
          FailureKind.CONDITION, request.urlPlace(), "_count must be a whole number from 0 on.");
    }
    return Integer.parseInt(value);
  }

  /**
   * {@code _since}: from when on.
   *
   * @throws FhirRequestException if it is not an instant
   */
  static Instant since(String value, FhirRequest request) {
    if (!DateTimeText.isInstant(value)) {
      throw new FhirRequestException(
          FailureKind.CONDITION,
          request.urlPlace(),
          "_since must be an instant, such as 2021-03-01T08:00:00Z; in a URL, the plus sign of an"
              + " offset is written as its percent code.");
    }
    return OffsetDateTime.parse(value).toInstant();
  }
}
