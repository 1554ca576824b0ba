package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.UnusableReason;

/**
 * The scores that an Observation gives, as its own value and in its components: pain, and totals of
 * the QLQ-BM22 that were computed elsewhere.
 *
 * <p>Each measure gives one fact. An observation that gives a measure the same value twice says it
 * once; one that gives it two values (worst and average pain under one code) does not say which is
 * meant, and gives none. What has no value that can be used is a fact with the first reason.
 */
final class ScoreMapper {

  private final Reading reading;
  private final Observation observation;
  private final ReportStatus status;
  private final String identifier;
  private final List<Integer> components;

  ScoreMapper(Reading reading, Observation observation, ReportStatus status, String identifier) {
    this.reading = reading;
    this.observation = observation;
    this.status = status;
    this.identifier = identifier;
    this.components = scored();
  }

  /** Whether any component has the code of a score. */
  boolean hasComponents() {
    return !components.isEmpty();
  }

  /**
   * One fact per measure, in the order in which they are met.
   *
   * @param own what the value of the observation itself is a score of; null for none
   */
  List<Fact> facts(@Nullable ObservedMeasure own) {
    Map<@Nullable ObservedMeasure, List<Amount>> amounts = new LinkedHashMap<>();
    // A panel has its values in its components and none of its own.
    if (own != null
        && (observation.hasValue() || observation.hasDataAbsentReason() || !hasComponents())) {
      add(amounts, own, ownAmount(own));
    }
    for (int index : components) {
      addComponent(amounts, index);
    }
    ClinicalTime at =
        amounts.isEmpty()
            ? null
            : Times.measured(
                observation.getEffective(), "Observation.effective", reading.findings());
    List<Fact> facts = new ArrayList<>();
    amounts.forEach((measure, all) -> facts.add(fact(measure, one(all), at)));
    return facts;
  }

  private List<Integer> scored() {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < observation.getComponent().size(); i++) {
      CodeableConcept code = observation.getComponent().get(i).getCode();
      if (reading.codes().all(StudyConcept.MEASURE, code).stream()
          .anyMatch(measured -> measured.measure() != null)) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  private Amount ownAmount(ObservedMeasure measure) {
    return amount(
        measure,
        observation.getValue(),
        observation.hasDataAbsentReason(),
        observation.getCode(),
        observation.getReferenceRange(),
        "Observation");
  }

  private void addComponent(Map<@Nullable ObservedMeasure, List<Amount>> amounts, int index) {
    ObservationComponentComponent component = observation.getComponent().get(index);
    String place = "Observation.component[" + index + "]";
    ObservedMeasure measure =
        reading
            .codes()
            .single(StudyConcept.MEASURE, component.getCode(), place + ".code", reading.findings());
    if (measure == null) {
      add(amounts, null, new Amount.Unusable(UnusableReason.CODE_CONTRADICTORY));
      return;
    }
    add(
        amounts,
        measure,
        amount(
            measure,
            component.getValue(),
            component.hasDataAbsentReason(),
            component.getCode(),
            component.getReferenceRange(),
            place));
  }

  private Amount amount(
      ObservedMeasure measure,
      @Nullable Type value,
      boolean absent,
      CodeableConcept code,
      List<ObservationReferenceRangeComponent> ranges,
      String place) {
    Measured measured = Measured.of(value, absent, place, reading.findings());
    if (measured == null) {
      return new Amount.Unusable(Measured.reason(value, absent));
    }
    if (measure == ObservedMeasure.QLQ_BM22_IMPORTED_TOTAL) {
      return new TotalReader(reading).read(measured, place + ".value");
    }
    PainSource source = new PainSource(observation, reading.codes());
    return new PainReader(reading, source).steps(measured, code, ranges, place);
  }

  /** The amount that all those of one measure come to. */
  private Amount one(List<Amount> all) {
    List<Amount> values = all.stream().filter(Amount.Steps.class::isInstance).distinct().toList();
    if (values.size() > 1) {
      reading.findings().add(Rule.VALUE_CONTRADICTORY, "Observation.component");
      return new Amount.Unusable(UnusableReason.VALUE_CONTRADICTORY);
    }
    return values.isEmpty() ? all.getFirst() : values.getFirst();
  }

  private Fact fact(@Nullable ObservedMeasure observed, Amount amount, @Nullable ClinicalTime at) {
    Measure measure = observed == null ? null : observed.measure();
    if (amount instanceof Amount.Steps value && measure != null && at != null) {
      return new MeasurementFact(
          reading.source(),
          status,
          identifier,
          measure,
          value.steps(),
          at,
          Times.of(observation.getIssuedElement()));
    }
    UnusableReason reason =
        amount instanceof Amount.Unusable without ? without.reason() : UnusableReason.NO_DATE;
    return new UnusableFact(reading.source(), status, identifier, observed, at, reason);
  }

  private static void add(
      Map<@Nullable ObservedMeasure, List<Amount>> amounts,
      @Nullable ObservedMeasure measure,
      Amount amount) {
    amounts.computeIfAbsent(measure, m -> new ArrayList<>()).add(amount);
  }
}
