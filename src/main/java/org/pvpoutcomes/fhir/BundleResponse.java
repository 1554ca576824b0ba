package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.pvpoutcomes.ingest.Written;
import org.pvpoutcomes.record.StoredVersion;

/**
 * Writes the Bundle that answers a Bundle: one entry per entry, in the same order (FHIR R4
 * http.html#transaction-response).
 */
final class BundleResponse {

  private static final JsonFactory FACTORY = JsonMapper.builder().build().getFactory();
  private static final int BYTES_PER_ENTRY = 256;

  private BundleResponse() {}

  /** What became of one entry. */
  sealed interface Result {}

  /** The write was carried out. */
  record Done(Written written) implements Result {}

  /** It was refused; only in a batch. */
  record Refused(FhirRequestException refusal) implements Result {}

  /**
   * Writes the Bundle as UTF-8 JSON.
   *
   * @param kind of the Bundle that is answered
   */
  static byte[] write(BundleRequest.Kind kind, List<Result> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BYTES_PER_ENTRY * (results.size() + 1));
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "Bundle");
      json.writeStringField(
          "type",
          kind == BundleRequest.Kind.TRANSACTION ? "transaction-response" : "batch-response");
      if (!results.isEmpty()) {
        json.writeArrayFieldStart("entry");
        for (int i = 0; i < results.size(); i++) {
          entry(json, results.get(i), "Bundle.entry[" + i + "].resource");
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static void entry(JsonGenerator json, Result result, String place) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("response");
    switch (result) {
      case Done(Written written) -> done(json, written, place);
      case Refused(FhirRequestException refusal) -> {
        json.writeStringField("status", FhirHttp.statusLine(refusal.status()));
        outcome(json, OperationOutcomes.of(refusal.issues()));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void done(JsonGenerator json, Written written, String place) throws IOException {
    StoredVersion stored = written.stored();
    json.writeStringField(
        "status", FhirHttp.statusLine(written.result() == Written.Result.CREATED ? 201 : 200));
    if (stored != null) {
      if (!stored.isDeletion()) {
        json.writeStringField("location", FhirHttp.versionUrl(stored));
      }
      json.writeStringField("etag", FhirHttp.etag(stored));
      json.writeStringField("lastModified", stored.lastUpdated().toString());
    }
    if (stored == null || stored.isDeletion()) {
      outcome(json, OperationOutcomes.of(written));
    } else if (OperationOutcomes.hasNews(written)) {
      outcome(json, OperationOutcomes.ofFindings(written, place));
    }
  }

  private static void outcome(JsonGenerator json, ObjectNode outcome) throws IOException {
    json.writeFieldName("outcome");
    json.writeTree(outcome);
  }
}
