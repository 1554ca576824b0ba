package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.ResponderRule.Kind;

/** The shape of a protocol file: the fields of {@link Protocol}, with the codes of the study. */
record ProtocolDocument(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String title,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) Set<ProcedureKind> indexProcedure,
    @JsonProperty(required = true) List<Measure> measures,
    @JsonProperty(required = true) List<TimePoint> timePoints,
    @JsonProperty(required = true) List<Comparison> comparisons,
    @JsonProperty(required = true) List<BandScheme> bands,
    @JsonProperty(required = true) List<ResponderRule> responders,
    @JsonProperty(required = true) Set<Integer> reversedItems,
    @JsonProperty(required = true) List<CriterionDocument> eligibility) {

  record TimePoint(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) int firstDay,
      @JsonProperty(required = true) int lastDay,
      @JsonProperty(required = true) int targetDay) {}

  record Comparison(
      @JsonProperty(required = true) String from, @JsonProperty(required = true) String to) {}

  record BandScheme(
      @JsonProperty(required = true) Measure measure,
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) List<Band> bands) {}

  record Band(
      @JsonProperty(required = true) String id, @JsonProperty(required = true) BigDecimal upTo) {}

  record ResponderRule(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) Measure measure,
      @JsonProperty(required = true) Kind kind,
      @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal threshold,
      @JsonProperty(required = true) String source) {}

  /**
   * The protocol it describes.
   *
   * @throws IllegalArgumentException when its parts do not fit together
   */
  Protocol toProtocol() {
    return new Protocol(
        id,
        title,
        source,
        indexProcedure,
        measures,
        timePoints.stream()
            .map(t -> new Protocol.TimePoint(t.id, t.firstDay, t.lastDay, t.targetDay))
            .toList(),
        comparisons.stream().map(c -> new Protocol.Comparison(c.from, c.to)).toList(),
        bands.stream().map(ProtocolDocument::scheme).toList(),
        responders.stream()
            .map(r -> new Protocol.ResponderRule(r.id, r.measure, r.kind, r.threshold, r.source))
            .toList(),
        reversedItems,
        eligibility.stream().map(CriterionDocument::toCriterion).toList());
  }

  private static Protocol.BandScheme scheme(BandScheme scheme) {
    return new Protocol.BandScheme(
        scheme.measure,
        scheme.source,
        scheme.bands.stream().map(b -> new Protocol.Band(b.id, b.upTo)).toList());
  }
}
