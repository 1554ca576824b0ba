package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.List;
import org.pvpoutcomes.study.Fact;

/** Facts as JSON text, the form in which they are stored; {@code fact} names the kind. */
final class FactJson {

  private static final TypeReference<List<Fact>> FACTS = new TypeReference<>() {};

  private static final JsonMapper MAPPER =
      StudyJson.builder().addMixIn(Fact.class, KindOfFact.class).build();

  static {
    for (Class<?> kind : Fact.class.getPermittedSubclasses()) {
      MAPPER.registerSubtypes(new NamedType(kind, kind.getSimpleName().replaceFirst("Fact$", "")));
    }
  }

  private static final ObjectWriter WRITER = MAPPER.writerFor(FACTS);
  private static final ObjectReader READER = MAPPER.readerFor(FACTS);

  private FactJson() {}

  static String write(List<Fact> facts) {
    try {
      return WRITER.writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Facts cannot be written as JSON", e);
    }
  }

  static List<Fact> read(String json) {
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Stored facts cannot be read; rebuild them from the record", e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
  private interface KindOfFact {}
}
