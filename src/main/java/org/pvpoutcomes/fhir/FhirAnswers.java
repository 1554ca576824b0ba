package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import org.pvpoutcomes.ingest.Written;
import org.pvpoutcomes.record.StoredVersion;

/** The HTTP answers to single interactions (FHIR R4 http.html#summary). */
final class FhirAnswers {

  private FhirAnswers() {}

  /** An answer with a body that is FHIR JSON in UTF-8. */
  static Response of(int status, byte[] body) {
    return answer(status, body).build();
  }

  /** A refusal. */
  static Response of(FhirRequestException refusal) {
    return of(refusal.status(), bytes(OperationOutcomes.of(refusal.issues())));
  }

  /**
   * What became of a create, update or delete. A deletion has an ETag and no Location: there is
   * nothing to be read there.
   *
   * @param base the server's base URL, without a slash at the end
   */
  static Response written(Written written, String base) {
    boolean created = written.result() == Written.Result.CREATED;
    Response.ResponseBuilder answer =
        answer(created ? 201 : 200, bytes(OperationOutcomes.of(written)));
    StoredVersion stored = written.stored();
    if (stored != null) {
      addVersion(answer, stored);
      if (!stored.isDeletion()) {
        answer.header(HttpHeaders.LOCATION, base + "/" + FhirHttp.versionUrl(stored));
      }
    }
    return answer.build();
  }

  /**
   * A stored version as it is kept.
   *
   * @throws FhirRequestException NOT_FOUND if there is none, DELETED if it is a deletion
   */
  static Response stored(Optional<StoredVersion> found) {
    StoredVersion stored =
        found.orElseThrow(
            () ->
                new FhirRequestException(
                    FailureKind.NOT_FOUND, "There is no such resource or version."));
    if (stored.isDeletion()) {
      throw new FhirRequestException(
          FailureKind.DELETED,
          "The resource is deleted as of version "
              + stored.version()
              + "; the versions before it can still be read.");
    }
    return addVersion(answer(200, stored.content().getBytes(StandardCharsets.UTF_8)), stored)
        .build();
  }

  private static Response.ResponseBuilder addVersion(
      Response.ResponseBuilder answer, StoredVersion stored) {
    return answer
        .header(HttpHeaders.ETAG, FhirHttp.etag(stored))
        .lastModified(Date.from(stored.lastUpdated()));
  }

  private static Response.ResponseBuilder answer(int status, byte[] body) {
    return Response.status(status).entity(body).type(FhirHttp.FHIR_JSON_UTF8);
  }

  private static byte[] bytes(ObjectNode tree) {
    return tree.toString().getBytes(StandardCharsets.UTF_8);
  }
}
