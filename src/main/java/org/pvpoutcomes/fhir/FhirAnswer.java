package org.pvpoutcomes.fhir;

import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Written;
import org.pvpoutcomes.record.StoredVersion;

/**
 * What a request is answered with, whether on its own or as an entry of a Bundle.
 *
 * @param status of HTTP
 * @param version the version that it is about, for ETag and Last-Modified; null if there is none
 * @param written whether the version was written by the request, so that Location names it
 * @param json the resource that answers, as JSON text; null for none
 * @param outcome whether that is an OperationOutcome on the request, instead of what was asked for
 */
record FhirAnswer(
    int status,
    @Nullable StoredVersion version,
    boolean written,
    @Nullable String json,
    boolean outcome) {

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** A resource that was asked for. */
  static FhirAnswer of(String json) {
    return new FhirAnswer(200, null, false, json, false);
  }

  /** A stored version as it is kept. */
  static FhirAnswer of(StoredVersion stored) {
    return new FhirAnswer(200, stored, false, stored.content(), false);
  }

  /** The client has this version already. */
  static FhirAnswer notModified(StoredVersion stored) {
    return new FhirAnswer(NOT_MODIFIED, stored, false, null, false);
  }

  /** A refusal. */
  static FhirAnswer of(FhirRequestException refusal) {
    return new FhirAnswer(
        refusal.status(), null, false, OperationOutcomes.of(refusal.issues()).toString(), true);
  }

  /**
   * What became of a write (FHIR R4 http.html#ops). Without a preference the answer is an
   * OperationOutcome, because the mapping may have something to say; in a Bundle, only if it has.
   *
   * @param planned what asked for it
   */
  static FhirAnswer of(Written written, Planned planned) {
    FhirRequest request = planned.request();
    int status = written.result() == Written.Result.CREATED ? 201 : 200;
    StoredVersion stored = written.stored();
    Preference.Return returned = request.preference().returned();
    boolean gone = stored == null || stored.isDeletion();
    if (returned == Preference.Return.MINIMAL) {
      // http.html#delete: without a payload it is 204.
      return new FhirAnswer(gone ? NO_CONTENT : status, stored, !gone, null, false);
    }
    if (returned == Preference.Return.REPRESENTATION && stored != null && !gone) {
      return new FhirAnswer(status, stored, true, stored.content(), false);
    }
    String place = request.resourcePlace();
    boolean brief = place != null && returned == null && !gone;
    if (brief && planned.remarks().isEmpty() && !OperationOutcomes.hasNews(written)) {
      return new FhirAnswer(status, stored, true, null, true);
    }
    String outcome = OperationOutcomes.of(written, planned.remarks(), !brief, place).toString();
    return new FhirAnswer(status, stored, !gone, outcome, true);
  }
}
