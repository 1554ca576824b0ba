package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;
import org.pvpoutcomes.study.ReportStatus;

/**
 * A MedicationStatement of an opioid: what was taken every day from when until when, or that it was
 * not taken. Other medications say nothing to the study.
 */
final class MedicationStatementMapper {

  private static final String NOT_TAKEN = "not-taken";
  private static final String ACTIVE = "active";

  /** Status of what is said to be over. */
  private static final Set<String> OVER = Set.of("completed", "stopped");

  private static final String DOSAGE = "MedicationStatement.dosage";

  private final Reading reading;
  private final Findings findings;
  private final OpioidDoses doses;

  MedicationStatementMapper(Reading reading) {
    this.reading = reading;
    this.findings = reading.findings();
    this.doses = new OpioidDoses(reading);
  }

  /** One fact per route, with the sum of its dosages; none for what is no opioid. */
  List<Fact> map(MedicationStatement statement) {
    ReportStatus status = status(statement);
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    OpioidReader reader = new OpioidReader(reading, statement.getMedication());
    Opioid opioid = reader.opioid();
    if (opioid == null) {
      return List.of();
    }
    boolean notTaken = status.code().equals(NOT_TAKEN);
    if (opioid == Opioid.NONE && notTaken) {
      findings.add(Rule.CODE_CONTRADICTORY, "MedicationStatement.status");
      return List.of();
    }
    OpioidPeriod period = period(statement, status.code());
    if (opioid == Opioid.NONE || notTaken) {
      return List.of(fact(statement, status, opioid, null, 0, period));
    }
    List<Fact> facts = new ArrayList<>();
    if (opioid == Opioid.OTHER) {
      facts.add(fact(statement, status, opioid, null, null, period));
    } else {
      perDay(statement.getDosage(), reader)
          .forEach(
              (route, dose) ->
                  facts.add(
                      fact(
                          statement,
                          status,
                          opioid,
                          route.orElse(null),
                          period.endKnown() ? dose.orElse(null) : null,
                          period)));
    }
    return facts;
  }

  /** Micrograms per day by route, each empty where it is not known. */
  private Map<Optional<OpioidRoute>, Optional<Integer>> perDay(
      List<Dosage> dosages, OpioidReader reader) {
    Map<Optional<OpioidRoute>, Optional<Integer>> sums = new LinkedHashMap<>();
    if (dosages.isEmpty() || dosages.stream().map(Dosage::getSequence).distinct().count() > 1) {
      // Dosages of different sequence follow each other (FHIR R4 dosage.html): which is when?
      findings.add(Rule.OPIOID_DOSE_NOT_READABLE, DOSAGE);
      sums.put(Optional.empty(), Optional.empty());
      return sums;
    }
    for (int i = 0; i < dosages.size(); i++) {
      String place = DOSAGE + "[" + i + "]";
      OpioidRoute route = reader.route(dosages.get(i).getRoute(), place);
      Integer dose = route == null ? null : doses.perDay(dosages.get(i), route, place);
      sums.merge(
          Optional.ofNullable(route),
          Optional.ofNullable(dose),
          (one, other) ->
              Optional.ofNullable(doses.sum(one.orElse(null), other.orElse(null), place)));
    }
    return sums;
  }

  private OpioidPeriod period(MedicationStatement statement, String status) {
    ClinicalTime asserted = Times.of(statement.getDateAssertedElement());
    boolean holdsWhenAsserted = status.equals(ACTIVE) || status.equals(NOT_TAKEN);
    if (!statement.hasEffective() && asserted != null && holdsWhenAsserted) {
      return OpioidPeriod.onDay(asserted);
    }
    return OpioidPeriod.of(
        statement.getEffective(),
        OVER.contains(status),
        asserted,
        "MedicationStatement.effective",
        findings);
  }

  private OpioidFact fact(
      MedicationStatement statement,
      ReportStatus status,
      Opioid opioid,
      @Nullable OpioidRoute route,
      @Nullable Integer dose,
      OpioidPeriod period) {
    return new OpioidFact(
        reading.source(),
        status,
        References.smallestIdentifier(statement.getIdentifier(), reading.source()),
        opioid,
        route,
        dose,
        period.from(),
        period.to(),
        false);
  }

  private static ReportStatus status(MedicationStatement statement) {
    String code = statement.getStatusElement().getValueAsString();
    return code == null
        ? new ReportStatus("", false)
        : new ReportStatus(
            code, code.equals(ACTIVE) || code.equals(NOT_TAKEN) || OVER.contains(code));
  }
}
