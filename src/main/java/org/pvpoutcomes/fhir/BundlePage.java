package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/**
 * Writes one page of a search or a history as a Bundle (FHIR R4 bundle.html). The resources are
 * given as JSON text and are not parsed.
 *
 * @param type searchset or history
 * @param total number of all matches on all pages; null if it was not asked for
 * @param links URL per relation, in order
 */
record BundlePage(
    String type, @Nullable Long total, Map<String, String> links, List<BundlePage.Entry> entries) {

  private static final JsonFactory FACTORY = JsonMapper.builder().build().getFactory();
  private static final int CHARACTERS_PER_ENTRY = 1024;

  BundlePage {
    entries = List.copyOf(entries);
  }

  /** One entry. */
  sealed interface Entry {}

  /**
   * A resource that was found.
   *
   * @param json as much of it as was asked for
   * @param included whether it is there because another one is
   */
  record Found(StoredVersion stored, String json, boolean included) implements Entry {}

  /** What there is to say about the search itself: an OperationOutcome. */
  record Remark(String json) implements Entry {}

  /**
   * A version in a history.
   *
   * @param json as much of it as was asked for; null for a deletion
   * @param created whether the resource was not there before
   */
  record Past(StoredVersion stored, @Nullable String json, boolean created) implements Entry {}

  /**
   * Writes it as JSON.
   *
   * @param base the server's base URL, without a slash at the end
   */
  String write(String base) {
    StringWriter text = new StringWriter(CHARACTERS_PER_ENTRY * (entries.size() + 1));
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("resourceType", "Bundle");
      json.writeStringField("type", type);
      if (total != null) {
        json.writeNumberField("total", total);
      }
      if (!links.isEmpty()) {
        json.writeArrayFieldStart("link");
        for (Map.Entry<String, String> link : links.entrySet()) {
          json.writeStartObject();
          json.writeStringField("relation", link.getKey());
          json.writeStringField("url", link.getValue());
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      if (!entries.isEmpty()) {
        json.writeArrayFieldStart("entry");
        for (Entry entry : entries) {
          json.writeStartObject();
          write(json, entry, base);
          json.writeEndObject();
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Entry entry, String base) throws IOException {
    switch (entry) {
      case Found(StoredVersion stored, String text, boolean included) -> {
        fullUrl(json, stored, base);
        resource(json, text);
        search(json, included ? "include" : "match");
      }
      case Remark(String text) -> {
        resource(json, text);
        search(json, "outcome");
      }
      case Past(StoredVersion stored, String text, boolean created) -> {
        fullUrl(json, stored, base);
        if (text != null) {
          resource(json, text);
        }
        past(json, stored, created);
      }
    }
  }

  private static void past(JsonGenerator json, StoredVersion stored, boolean created)
      throws IOException {
    json.writeObjectFieldStart("request");
    json.writeStringField("method", stored.isDeletion() ? "DELETE" : created ? "POST" : "PUT");
    json.writeStringField("url", created ? stored.type() : stored.type() + "/" + stored.id());
    json.writeEndObject();
    json.writeObjectFieldStart("response");
    json.writeStringField(
        "status", FhirHttp.statusLine(stored.isDeletion() ? 204 : created ? 201 : 200));
    json.writeStringField("etag", FhirHttp.etag(stored));
    json.writeStringField("lastModified", stored.lastUpdated().toString());
    json.writeEndObject();
  }

  private static void fullUrl(JsonGenerator json, StoredVersion stored, String base)
      throws IOException {
    json.writeStringField("fullUrl", base + "/" + stored.type() + "/" + stored.id());
  }

  private static void resource(JsonGenerator json, String text) throws IOException {
    json.writeFieldName("resource");
    json.writeRawValue(text);
  }

  private static void search(JsonGenerator json, String mode) throws IOException {
    json.writeObjectFieldStart("search");
    json.writeStringField("mode", mode);
    json.writeEndObject();
  }
}
