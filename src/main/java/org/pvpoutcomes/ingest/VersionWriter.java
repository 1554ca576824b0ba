package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Map;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * Makes the text of a new version: the resource as received, with the id, {@code meta.versionId}
 * and {@code meta.lastUpdated} that the server gives it (FHIR R4 §3.1.0.4).
 */
final class VersionWriter {

  /** Decimals keep the precision they were written with (FHIR R4 §2.24.0.1). */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /** As equal as nodes are, but 1.0 is not 1.00 (FHIR R4 datatypes.html#decimal). */
  private static final Comparator<JsonNode> BY_PRECISION = (a, b) -> isSame(a, b) ? 0 : 1;

  private VersionWriter() {}

  /** The next version of {@code key} with this content; {@code content} is not changed. */
  static StoredVersion write(
      ResourceKey key, int version, Instant lastUpdated, ObjectNode content) {
    ObjectNode stored = JSON.createObjectNode();
    stored.put("resourceType", key.type());
    stored.put("id", key.id());
    ObjectNode meta = stored.putObject("meta");
    meta.put("versionId", Integer.toString(version));
    meta.put("lastUpdated", INSTANT.format(lastUpdated));
    if (content.get("meta") instanceof ObjectNode sent) {
      for (Map.Entry<String, JsonNode> field : sent.properties()) {
        if (!isServers(field.getKey())) {
          meta.set(field.getKey(), field.getValue());
        }
      }
    }
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      if (!stored.has(field.getKey())) {
        stored.set(field.getKey(), field.getValue());
      }
    }
    return new StoredVersion(key.type(), key.id(), version, lastUpdated, text(stored));
  }

  /**
   * Whether {@code content} says the same as a stored version, apart from what the server sets. The
   * order of members does not matter, the precision of a decimal does.
   */
  static boolean isUnchanged(StoredVersion stored, ObjectNode content) {
    return withoutServersPart(read(stored)).equals(BY_PRECISION, withoutServersPart(content));
  }

  /** The content of a version that is no deletion, with its decimals as they were written. */
  static ObjectNode read(StoredVersion stored) {
    try {
      return (ObjectNode) JSON.readTree(stored.content());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored version is not JSON", e);
    }
  }

  private static boolean isSame(JsonNode a, JsonNode b) {
    return a.equals(b)
        && (!a.isBigDecimal() || a.decimalValue().scale() == b.decimalValue().scale());
  }

  private static ObjectNode withoutServersPart(ObjectNode resource) {
    ObjectNode rest = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      if (field.getKey().equals("meta") && field.getValue() instanceof ObjectNode meta) {
        ObjectNode kept = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> part : meta.properties()) {
          if (!isServers(part.getKey())) {
            kept.set(part.getKey(), part.getValue());
          }
        }
        if (!kept.isEmpty()) {
          rest.set("meta", kept);
        }
      } else if (!field.getKey().equals("id")) {
        rest.set(field.getKey(), field.getValue());
      }
    }
    return rest;
  }

  private static boolean isServers(String metaElement) {
    return metaElement.equals("versionId") || metaElement.equals("lastUpdated");
  }

  private static String text(ObjectNode resource) {
    try {
      return JSON.writeValueAsString(resource);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A checked resource cannot be written as JSON", e);
    }
  }
}
