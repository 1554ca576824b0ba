package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Observation.ObservationReferenceRangeComponent;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.StudyConcept.ObservedMeasure;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ReportStatus;

/**
 * An Observation: a pain score, also as a component; a cement volume; a follow-up duration; a leak
 * or another complication that was looked for.
 */
final class ObservationMapper {

  private static final Set<String> COUNTED = Set.of("final", "amended", "corrected");
  private static final String EFFECTIVE = "Observation.effective";

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  ObservationMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** What the observation itself says, then what its components say. */
  List<Fact> map(Observation observation) {
    if (!status(observation).counts()) {
      findings.suppressWarnings();
    }
    List<Integer> painComponents = painComponents(observation);
    List<Fact> facts = new ArrayList<>();
    List<ObservedMeasure> measures = codes.all(StudyConcept.MEASURE, observation.getCode());
    List<ComplicationKind> complications =
        codes.all(StudyConcept.COMPLICATION, observation.getCode());
    if (measures.size() + complications.size() > 1) {
      findings.add(
          Rule.CODE_CONTRADICTORY, "Observation.code", Codes.quoted(observation.getCode()));
    } else if (!measures.isEmpty()) {
      // A panel has its values in its components and none of its own.
      if (observation.hasValue() || painComponents.isEmpty()) {
        facts.addAll(measurement(observation, measures.getFirst()));
      }
    } else if (!complications.isEmpty()) {
      facts.addAll(complication(observation, complications.getFirst()));
    } else if (painComponents.isEmpty()) {
      findings.add(
          Rule.OBSERVATION_CODE_NOT_MAPPED,
          "Observation.code",
          Codes.quoted(observation.getCode()));
    }
    painComponents.forEach(index -> facts.addAll(component(observation, index)));
    return withoutContradictions(facts);
  }

  /**
   * Each measure once: an observation that gives a measure the same value twice, as itself and as a
   * component, says it once; one that gives it two values (worst and average pain under one code)
   * does not say which is meant, which is a finding and no fact.
   */
  private List<Fact> withoutContradictions(List<Fact> facts) {
    List<Fact> kept = new ArrayList<>();
    for (Fact fact : facts.stream().distinct().toList()) {
      boolean contradicted =
          fact instanceof MeasurementFact score
              && facts.stream()
                  .anyMatch(
                      other ->
                          other instanceof MeasurementFact value
                              && value.measure() == score.measure()
                              && value.steps() != score.steps());
      if (!contradicted) {
        kept.add(fact);
      }
    }
    if (kept.size() < facts.stream().distinct().count()) {
      findings.add(Rule.VALUE_CONTRADICTORY, "Observation.component");
    }
    return kept;
  }

  private List<Integer> painComponents(Observation observation) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < observation.getComponent().size(); i++) {
      CodeableConcept code = observation.getComponent().get(i).getCode();
      if (codes.all(StudyConcept.MEASURE, code).stream().anyMatch(m -> pain(m) != null)) {
        indexes.add(i);
      }
    }
    return indexes;
  }

  private List<Fact> measurement(Observation observation, ObservedMeasure kind) {
    Measure pain = pain(kind);
    Measured measured =
        Measured.of(
            observation.getValue(), observation.hasDataAbsentReason(), "Observation", findings);
    if (measured == null) {
      return List.of();
    }
    if (pain != null) {
      return pain(
          observation,
          pain,
          measured,
          observation.getCode(),
          observation.getReferenceRange(),
          "Observation");
    }
    return kind == ObservedMeasure.CEMENT_VOLUME
        ? cement(observation, measured)
        : followUp(observation, measured);
  }

  private List<Fact> component(Observation observation, int index) {
    ObservationComponentComponent component = observation.getComponent().get(index);
    String place = "Observation.component[" + index + "]";
    ObservedMeasure kind =
        codes.single(StudyConcept.MEASURE, component.getCode(), place + ".code", findings);
    Measure pain = kind == null ? null : pain(kind);
    Measured measured =
        pain == null
            ? null
            : Measured.of(component.getValue(), component.hasDataAbsentReason(), place, findings);
    if (pain == null || measured == null) {
      return List.of();
    }
    return pain(
        observation, pain, measured, component.getCode(), component.getReferenceRange(), place);
  }

  private List<Fact> pain(
      Observation observation,
      Measure measure,
      Measured measured,
      CodeableConcept code,
      List<ObservationReferenceRangeComponent> ranges,
      String place) {
    OptionalInt steps = new PainReader(reading).steps(measured, code, ranges, place);
    ClinicalTime at = Times.measured(observation.getEffective(), EFFECTIVE, findings);
    if (steps.isEmpty() || at == null) {
      return List.of();
    }
    return List.of(
        new MeasurementFact(
            reading.source(),
            status(observation),
            identifier(observation),
            measure,
            steps.getAsInt(),
            at,
            Times.of(observation.getIssuedElement())));
  }

  private List<Fact> cement(Observation observation, Measured measured) {
    OptionalInt microlitres = new DoseReader(reading).microlitres(measured, "Observation.value");
    if (microlitres.isEmpty()) {
      return List.of();
    }
    BodySites.Named sites = sites(observation);
    return List.of(
        new CementVolumeFact(
            reading.source(),
            status(observation),
            identifier(observation),
            procedures(observation),
            sites.levels().isEmpty() ? null : sites.levels().getFirst(),
            microlitres.getAsInt(),
            Times.startOrFinding(
                observation.getEffective(), Rule.ONSET_NOT_TO_THE_DAY, EFFECTIVE, findings)));
  }

  private List<Fact> followUp(Observation observation, Measured measured) {
    OptionalInt duration =
        new DoseReader(reading).thousandthsOfMonths(measured, "Observation.value");
    ClinicalTime at = Times.measured(observation.getEffective(), EFFECTIVE, findings);
    if (duration.isEmpty() || at == null) {
      return List.of();
    }
    return List.of(
        new FollowUpFact(
            reading.source(),
            status(observation),
            identifier(observation),
            duration.getAsInt(),
            at));
  }

  private List<Fact> complication(Observation observation, ComplicationKind kind) {
    Set<LeakSite> leakSites = new LinkedHashSet<>();
    if (!isThere(observation, kind, leakSites)) {
      return List.of();
    }
    BodySites.Named sites = sites(observation);
    leakSites.addAll(sites.leakSites());
    return new ComplicationStatement(
            reading.source(),
            status(observation),
            identifier(observation),
            kind,
            List.copyOf(leakSites),
            sites.levels(),
            procedures(observation),
            Times.startOrFinding(
                observation.getEffective(), Rule.ONSET_NOT_TO_THE_DAY, EFFECTIVE, findings),
            null)
        .facts("Observation.bodySite", findings);
  }

  /**
   * Whether the value says that the complication is there: true, or for a leak the site of it,
   * which is added to {@code leakSites}. An observation that looked for it may as well say no, so
   * the code alone is not enough.
   */
  private boolean isThere(Observation observation, ComplicationKind kind, Set<LeakSite> leakSites) {
    Type value = observation.getValue();
    if (value == null || value.isEmpty()) {
      boolean absent = observation.hasDataAbsentReason();
      findings.add(
          absent ? Rule.DATA_ABSENT : Rule.VALUE_MISSING,
          absent ? "Observation.dataAbsentReason" : "Observation.value");
      return false;
    }
    if (value instanceof BooleanType present && present.hasValue()) {
      return present.booleanValue();
    }
    if (kind == ComplicationKind.CEMENT_LEAKAGE && value instanceof CodeableConcept concept) {
      leakSites.addAll(codes.all(StudyConcept.LEAK_SITE, concept));
    }
    if (leakSites.isEmpty()) {
      findings.add(Rule.COMPLICATION_VALUE_UNKNOWN, "Observation.value");
    }
    return !leakSites.isEmpty();
  }

  private BodySites.Named sites(Observation observation) {
    List<CodeableConcept> bodySite =
        observation.hasBodySite() ? List.of(observation.getBodySite()) : List.of();
    return new BodySites(reading).named(bodySite, "Observation.bodySite", false);
  }

  private List<String> procedures(Observation observation) {
    return References.allTo("Procedure", observation.getPartOf(), "Observation.partOf", findings);
  }

  private String identifier(Observation observation) {
    return References.smallestIdentifier(observation.getIdentifier(), reading.source());
  }

  private static ReportStatus status(Observation observation) {
    String code = observation.getStatusElement().getValueAsString();
    return code == null
        ? new ReportStatus("", false)
        : new ReportStatus(code, COUNTED.contains(code));
  }

  private static @Nullable Measure pain(ObservedMeasure kind) {
    return switch (kind) {
      case VAS_PAIN -> Measure.VAS_PAIN;
      case NRS_PAIN -> Measure.NRS_PAIN;
      case FACES_PAIN -> Measure.FACES_PAIN;
      case CEMENT_VOLUME, FOLLOW_UP_DURATION -> null;
    };
  }
}
