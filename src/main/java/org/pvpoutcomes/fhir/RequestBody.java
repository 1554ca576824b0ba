package org.pvpoutcomes.fhir;

import java.io.IOException;
import java.io.InputStream;

/** Reads a request body of limited size. */
final class RequestBody {

  private RequestBody() {}

  /**
   * All bytes of the body.
   *
   * @param declaredLength Content-Length; -1 if there is none
   * @param limit most bytes
   * @throws FhirRequestException TOO_LARGE: before anything is read if the declared length is over
   *     the limit, else as soon as the bytes read are
   */
  static byte[] read(InputStream body, long declaredLength, long limit) {
    if (declaredLength > limit) {
      throw tooLarge(limit);
    }
    try {
      byte[] bytes = body.readNBytes(Math.toIntExact(Math.min(limit + 1, Integer.MAX_VALUE - 8)));
      if (bytes.length > limit) {
        throw tooLarge(limit);
      }
      return bytes;
    } catch (IOException e) {
      throw new FhirRequestException(FailureKind.REFUSED, "The body could not be read to its end.");
    }
  }

  private static FhirRequestException tooLarge(long limit) {
    return new FhirRequestException(
        FailureKind.TOO_LARGE,
        "The body is larger than " + limit + " bytes; send the resources in several Bundles.");
  }
}
