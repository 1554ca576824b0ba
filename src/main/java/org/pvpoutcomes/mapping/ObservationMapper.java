package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.UnusableReason;

/**
 * An Observation: a score, also as a component; a cement volume; a follow-up duration; a laboratory
 * value; a leak or another complication that was looked for.
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
    ScoreMapper scores =
        new ScoreMapper(reading, observation, status(observation), identifier(observation));
    List<ObservedMeasure> measures = codes.all(StudyConcept.MEASURE, observation.getCode());
    List<ComplicationKind> complications =
        codes.all(StudyConcept.COMPLICATION, observation.getCode());
    List<Fact> facts = new ArrayList<>();
    ObservedMeasure score = null;
    if (measures.size() + complications.size() > 1) {
      findings.add(
          Rule.CODE_CONTRADICTORY, "Observation.code", Codes.quoted(observation.getCode()));
      if (!measures.isEmpty()) {
        facts.add(unusable(observation, null, UnusableReason.CODE_CONTRADICTORY));
      }
    } else if (!measures.isEmpty() && measures.getFirst().measure() != null) {
      score = measures.getFirst();
    } else if (!measures.isEmpty()) {
      facts.addAll(measurement(observation, measures.getFirst()));
    } else if (!complications.isEmpty()) {
      facts.addAll(complication(observation, complications.getFirst()));
    } else if (!scores.hasComponents() && isOpen(observation.getCode())) {
      findings.add(
          Rule.OBSERVATION_CODE_NOT_MAPPED,
          "Observation.code",
          Codes.quoted(observation.getCode()));
    }
    facts.addAll(scores.facts(score));
    return facts;
  }

  private boolean isOpen(CodeableConcept code) {
    return reading
        .unmapped()
        .note("Observation.code", code, StudyConcept.MEASURE, StudyConcept.COMPLICATION);
  }

  private List<Fact> measurement(Observation observation, ObservedMeasure kind) {
    boolean absent = observation.hasDataAbsentReason();
    Measured measured = Measured.of(observation.getValue(), absent, "Observation", findings);
    if (measured == null) {
      return List.of(unusable(observation, kind, Measured.reason(observation.getValue(), absent)));
    }
    return switch (kind) {
      case CEMENT_VOLUME -> cement(observation, measured);
      case LEUKOCYTES -> laboratory(observation, kind, LaboratoryKind.LEUKOCYTES, measured);
      case PLATELETS -> laboratory(observation, kind, LaboratoryKind.PLATELETS, measured);
      case INR -> laboratory(observation, kind, LaboratoryKind.INR, measured);
      default -> followUp(observation, measured);
    };
  }

  private Fact unusable(
      Observation observation, @Nullable ObservedMeasure kind, UnusableReason reason) {
    return new UnusableFact(
        reading.source(),
        status(observation),
        identifier(observation),
        kind,
        Times.start(observation.getEffective()),
        reason);
  }

  private List<Fact> cement(Observation observation, Measured measured) {
    Amount amount = new DoseReader(reading).microlitres(measured, "Observation.value");
    if (amount instanceof Amount.Unusable without) {
      return List.of(unusable(observation, ObservedMeasure.CEMENT_VOLUME, without.reason()));
    }
    int microlitres = ((Amount.Steps) amount).steps();
    BodySites.Named sites = sites(observation);
    return List.of(
        new CementVolumeFact(
            reading.source(),
            status(observation),
            identifier(observation),
            procedures(observation),
            sites.levels().isEmpty() ? null : sites.levels().getFirst(),
            microlitres,
            Times.startOrFinding(
                observation.getEffective(), Rule.ONSET_NOT_TO_THE_DAY, EFFECTIVE, findings)));
  }

  private List<Fact> followUp(Observation observation, Measured measured) {
    Amount amount = new DoseReader(reading).thousandthsOfMonths(measured, "Observation.value");
    return List.of(
        dated(
            observation,
            ObservedMeasure.FOLLOW_UP_DURATION,
            amount,
            (months, at) ->
                new FollowUpFact(
                    reading.source(), status(observation), identifier(observation), months, at)));
  }

  private List<Fact> laboratory(
      Observation observation, ObservedMeasure measure, LaboratoryKind kind, Measured measured) {
    Amount amount = new LaboratoryReader(reading).thousandths(kind, measured, "Observation.value");
    return List.of(
        dated(
            observation,
            measure,
            amount,
            (value, at) ->
                new LaboratoryFact(
                    reading.source(),
                    status(observation),
                    identifier(observation),
                    kind,
                    value,
                    at)));
  }

  /** A fact that needs a date to the day, or what is lacking for it. */
  private Fact dated(
      Observation observation,
      ObservedMeasure measure,
      Amount amount,
      BiFunction<Integer, ClinicalTime, Fact> fact) {
    ClinicalTime at = Times.measured(observation.getEffective(), EFFECTIVE, findings);
    return switch (amount) {
      case Amount.Unusable without -> unusable(observation, measure, without.reason());
      case Amount.Steps ignored when at == null ->
          unusable(observation, measure, UnusableReason.NO_DATE);
      case Amount.Steps value -> fact.apply(value.steps(), at);
    };
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
            null,
            List.of(),
            new EventDetailsReader(reading)
                .read(
                    kind, observation.getExtension(), "Observation", null, observation.getMethod()))
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
      noteSite(value);
      findings.add(Rule.COMPLICATION_VALUE_UNKNOWN, "Observation.value");
    }
    return !leakSites.isEmpty();
  }

  private void noteSite(Type value) {
    if (value instanceof CodeableConcept concept) {
      reading.unmapped().note("Observation.value", concept, StudyConcept.LEAK_SITE);
    }
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
}
