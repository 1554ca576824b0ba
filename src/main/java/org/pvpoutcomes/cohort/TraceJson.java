package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Comparator;
import java.util.List;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;

/**
 * What a frozen member was derived from, as JSON texts. Equal traces give equal texts, whatever the
 * order of their facts.
 *
 * @param facts array
 * @param findings array
 * @param merge object
 */
record TraceJson(String facts, String findings, String merge) {

  private static final JsonMapper MAPPER = StudyJson.builder().build();

  static TraceJson of(MemberTrace trace) {
    List<Fact> sorted =
        trace.facts().stream()
            .sorted(Comparator.comparing(fact -> FactJson.write(List.of(fact))))
            .toList();
    try {
      return new TraceJson(
          FactJson.write(sorted),
          MAPPER.writeValueAsString(trace.findings()),
          MAPPER.writeValueAsString(trace.merge()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A trace cannot be written as JSON", e);
    }
  }

  MemberTrace of(Member member) {
    try {
      return new MemberTrace(
          member,
          FactJson.read(facts),
          MAPPER.readValue(findings, new TypeReference<List<StoredFinding>>() {}),
          MAPPER.readValue(merge, PatientMerge.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A frozen trace cannot be read", e);
    }
  }
}
