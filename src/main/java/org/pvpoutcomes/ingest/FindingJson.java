package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.pvpoutcomes.mapping.Finding;

/** Findings as JSON text, the form in which they are kept beside the facts. */
final class FindingJson {

  private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private FindingJson() {}

  static String write(List<Finding> findings) {
    try {
      return MAPPER.writeValueAsString(findings);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Findings cannot be written as JSON", e);
    }
  }

  static List<Finding> read(String json) {
    try {
      return MAPPER.readValue(json, FINDINGS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored findings cannot be read", e);
    }
  }
}
