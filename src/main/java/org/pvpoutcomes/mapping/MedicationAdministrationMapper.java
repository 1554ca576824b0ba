package org.pvpoutcomes.mapping;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationAdministration.MedicationAdministrationDosageComponent;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;
import org.pvpoutcomes.study.ReportStatus;

/**
 * A MedicationAdministration of an opioid: one dose on one day, or a patch over several. That a
 * dose was not given says nothing about others.
 */
final class MedicationAdministrationMapper {

  private static final String COMPLETED = "completed";
  private static final Set<String> COUNTED = Set.of(COMPLETED, "in-progress");
  private static final String DOSAGE = "MedicationAdministration.dosage";

  private final Reading reading;

  MedicationAdministrationMapper(Reading reading) {
    this.reading = reading;
  }

  /** One fact; none for what is no opioid, and for the statement that there is none. */
  List<Fact> map(MedicationAdministration administration) {
    ReportStatus status = status(administration);
    if (!status.counts()) {
      reading.findings().suppressWarnings();
    }
    OpioidReader reader = new OpioidReader(reading, administration.getMedication());
    Opioid opioid = reader.opioid();
    if (opioid == null || opioid == Opioid.NONE) {
      return List.of();
    }
    OpioidPeriod period =
        OpioidPeriod.of(
            administration.getEffective(),
            status.code().equals(COMPLETED),
            null,
            "MedicationAdministration.effective",
            reading.findings());
    OpioidRoute route =
        opioid == Opioid.OTHER ? null : reader.route(administration.getDosage().getRoute(), DOSAGE);
    return List.of(
        new OpioidFact(
            reading.source(),
            status,
            References.smallestIdentifier(administration.getIdentifier(), reading.source()),
            opioid,
            route,
            route == null ? null : dose(administration.getDosage(), route, period),
            period.from(),
            period.to(),
            true));
  }

  /** Micrograms per day of the period; null, with a finding, where it is not known. */
  private @Nullable Integer dose(
      MedicationAdministrationDosageComponent dosage, OpioidRoute route, OpioidPeriod period) {
    OpioidDoses doses = new OpioidDoses(reading);
    if (!period.endKnown()) {
      return null;
    }
    if (route == OpioidRoute.TRANSDERMAL) {
      return doses.released(dosage.getRate(), DOSAGE + ".rate");
    }
    if (period.from() != null && !period.isOneDay()) {
      // How much of it was given on which day is not said.
      reading.findings().add(Rule.OPIOID_DOSE_NOT_READABLE, "MedicationAdministration.effective");
      return null;
    }
    return doses.once(dosage.hasDose() ? dosage.getDose() : null, DOSAGE + ".dose");
  }

  private static ReportStatus status(MedicationAdministration administration) {
    String code = administration.getStatusElement().getValueAsString();
    return code == null
        ? new ReportStatus("", false)
        : new ReportStatus(code, COUNTED.contains(code));
  }
}
