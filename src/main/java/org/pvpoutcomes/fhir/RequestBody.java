package org.pvpoutcomes.fhir;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads a request body of limited size. */
final class RequestBody {

  private RequestBody() {}

  /**
   * All bytes of the body.
   *
   * @param declaredLength Content-Length; -1 if there is none
   * @param limit most bytes
   * @param onLarge run before more than {@link LargeBodies#SMALL} bytes are kept
   * @throws FhirRequestException TOO_LARGE: before anything is read if the declared length is over
   *     the limit, else as soon as the bytes read are
   */
  static byte[] read(InputStream body, long declaredLength, long limit, Runnable onLarge) {
    if (declaredLength > limit) {
      throw tooLarge(limit);
    }
    try {
      byte[] start = body.readNBytes(Math.toIntExact(Math.min(limit + 1, LargeBodies.SMALL)));
      if (start.length > limit) {
        throw tooLarge(limit);
      }
      return start.length < LargeBodies.SMALL ? start : whole(start, body, limit, onLarge);
    } catch (ZipException e) {
      throw new FhirRequestException(
          FailureKind.MALFORMED, "The body is not compressed with gzip, as its headers say.");
    } catch (IOException e) {
      throw new FhirRequestException(FailureKind.REFUSED, "The body could not be read to its end.");
    }
  }

  /**
   * The same of a body that was compressed with gzip; the limit holds for what comes out of it.
   *
   * @throws FhirRequestException MALFORMED if it was not, or not to its end
   */
  static byte[] readCompressed(
      InputStream body, long declaredLength, long limit, Runnable onLarge) {
    if (declaredLength > limit) {
      throw tooLarge(limit);
    }
    try (InputStream decompressed = new GZIPInputStream(body)) {
      return read(decompressed, -1, limit, onLarge);
    } catch (ZipException | EOFException e) {
      throw new FhirRequestException(
          FailureKind.MALFORMED, "The body is not compressed with gzip, as its headers say.");
    } catch (IOException e) {
      throw new FhirRequestException(FailureKind.REFUSED, "The body could not be read to its end.");
    }
  }

  /**
   * Passes a request without a body (FHIR R4 http.html#delete: it shall be empty).
   *
   * @throws FhirRequestException STRUCTURE
   */
  static void refuse(InputStream body) {
    try {
      if (body.read() < 0) {
        return;
      }
    } catch (IOException e) {
      throw new FhirRequestException(FailureKind.REFUSED, "The body could not be read to its end.");
    }
    throw new FhirRequestException(
        FailureKind.STRUCTURE, "A delete has no body; nothing was deleted.");
  }

  private static byte[] whole(byte[] start, InputStream body, long limit, Runnable onLarge)
      throws IOException {
    onLarge.run();
    byte[] rest = body.readNBytes(Math.toIntExact(limit + 1 - start.length));
    if (start.length + (long) rest.length > limit) {
      throw tooLarge(limit);
    }
    byte[] bytes = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, bytes, start.length, rest.length);
    return bytes;
  }

  private static FhirRequestException tooLarge(long limit) {
    return new FhirRequestException(
        FailureKind.TOO_LARGE,
        "The body is larger than " + limit + " bytes; send the resources in several Bundles.");
  }
}
