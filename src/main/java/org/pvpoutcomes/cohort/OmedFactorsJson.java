package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.pvpoutcomes.study.OmedFactors;

/** Tables of equivalent doses as JSON text, the form in which they are kept with a dataset. */
final class OmedFactorsJson {

  private static final JsonMapper MAPPER = StudyJson.builder().build();

  private OmedFactorsJson() {}

  static String write(OmedFactors factors) {
    try {
      return MAPPER.writeValueAsString(factors);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A table of factors cannot be written as JSON", e);
    }
  }

  static OmedFactors read(String json) {
    try {
      return MAPPER.readValue(json, OmedFactors.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored table of factors cannot be read", e);
    }
  }
}
