package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.pvpoutcomes.record.StoredVersion;

/**
 * Writes the Bundle that answers a Bundle: one entry per entry, in the same order (FHIR R4
 * http.html#transaction-response).
 */
final class BundleResponse {

  private static final JsonFactory FACTORY = JsonMapper.builder().build().getFactory();
  private static final int CHARACTERS_PER_ENTRY = 256;

  private BundleResponse() {}

  /**
   * Writes the Bundle as JSON.
   *
   * @param kind of the Bundle that is answered
   */
  static String write(BundleRequest.Kind kind, List<FhirAnswer> answers) {
    StringWriter text = new StringWriter(CHARACTERS_PER_ENTRY * (answers.size() + 1));
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "Bundle");
      json.writeStringField(
          "type",
          kind == BundleRequest.Kind.TRANSACTION ? "transaction-response" : "batch-response");
      if (!answers.isEmpty()) {
        json.writeArrayFieldStart("entry");
        for (FhirAnswer answer : answers) {
          entry(json, answer);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void entry(JsonGenerator json, FhirAnswer answer) throws IOException {
    json.writeStartObject();
    String resource = answer.json();
    if (resource != null && !answer.outcome()) {
      json.writeFieldName("resource");
      json.writeRawValue(resource);
    }
    json.writeObjectFieldStart("response");
    json.writeStringField("status", FhirHttp.statusLine(answer.status()));
    StoredVersion version = answer.version();
    if (version != null) {
      if (answer.written()) {
        json.writeStringField("location", FhirHttp.versionUrl(version));
      }
      json.writeStringField("etag", FhirHttp.etag(version));
      json.writeStringField("lastModified", version.lastUpdated().toString());
    }
    if (resource != null && answer.outcome()) {
      json.writeFieldName("outcome");
      json.writeRawValue(resource);
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
