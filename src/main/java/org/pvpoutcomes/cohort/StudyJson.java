package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import org.pvpoutcomes.study.SourceVersion;

/** How records of the study are written as JSON, so that they are read back as equal ones. */
final class StudyJson {

  private StudyJson() {}

  /** A mapper to which the caller adds the kinds of its sealed types. */
  static JsonMapper.Builder builder() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        // The offset is part of what was written: the study counts local dates.
        .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
        // A question that a record answers, such as isComplete(), is not data.
        .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
        // Members that an earlier version stored lack the lists that came later.
        .withConfigOverride(
            List.class, list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
        .addMixIn(SourceVersion.class, TestDataOnlyWhereMarked.class);
  }

  interface TestDataOnlyWhereMarked {
    /** Not written where it is false. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    boolean testData();
  }
}
