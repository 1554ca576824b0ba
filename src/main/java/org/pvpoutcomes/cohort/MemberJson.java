package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.pvpoutcomes.study.Member;

/**
 * Members as JSON text, the form in which they are kept for the trace. Equal members give equal
 * text: components are written in the order in which the records declare them.
 */
final class MemberJson {

  private static final JsonMapper MAPPER =
      StudyJson.builder().addMixIn(Member.Value.class, KindOfValue.class).build();

  private static final ObjectWriter WRITER = MAPPER.writerFor(Member.class);
  private static final ObjectReader READER = MAPPER.readerFor(Member.class);

  private MemberJson() {}

  static String write(Member member) {
    try {
      return WRITER.writeValueAsString(member);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A member cannot be written as JSON", e);
    }
  }

  static Member read(String json) {
    try {
      return READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A stored member cannot be read; derive the members again from the facts", e);
    }
  }

  /** The two kinds of value have no component in common, which tells them apart. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
  @JsonSubTypes({
    @JsonSubTypes.Type(Member.Value.Observed.class),
    @JsonSubTypes.Type(Member.Value.Missing.class)
  })
  private interface KindOfValue {}
}
