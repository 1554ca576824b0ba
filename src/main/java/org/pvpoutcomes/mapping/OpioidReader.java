package org.pvpoutcomes.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;

/** Which opioid a medication is, and by which route it is given. */
final class OpioidReader {

  private final Reading reading;
  private final String type;
  private final @Nullable CodeableConcept medication;

  /**
   * Reads the medication of a resource.
   *
   * @param medication a CodeableConcept, or a Reference to a Medication; only a contained one can
   *     be read
   */
  OpioidReader(Reading reading, @Nullable Type medication) {
    this.reading = reading;
    this.type = reading.source().type();
    this.medication =
        switch (medication) {
          case CodeableConcept concept -> concept;
          case Reference reference when reference.getResource() instanceof Medication contained ->
              contained.getCode();
          case null, default -> null;
        };
  }

  /** The opioid; null where it is none that is known. */
  @Nullable Opioid opioid() {
    Findings findings = reading.findings();
    String place = type + ".medication";
    if (medication == null) {
      findings.add(Rule.MEDICATION_NOT_CODED, place);
      return null;
    }
    List<Opioid> meanings = reading.codes().all(StudyConcept.OPIOID, medication);
    if (meanings.isEmpty()) {
      if (reading.unmapped().note(place, medication, StudyConcept.OPIOID)) {
        findings.add(Rule.MEDICATION_CODE_NOT_MAPPED, place, Codes.quoted(medication));
      }
      return null;
    }
    if (meanings.size() > 1) {
      findings.add(Rule.CODE_CONTRADICTORY, place, Codes.quoted(medication));
      return Opioid.OTHER;
    }
    return meanings.getFirst();
  }

  /**
   * The route that a dosage and the medication itself name; null, with a finding, where neither
   * names one, or they contradict each other.
   *
   * @param place FHIRPath of the dosage
   */
  @Nullable OpioidRoute route(CodeableConcept ofDosage, String place) {
    Set<OpioidRoute> routes = new LinkedHashSet<>();
    routes.addAll(reading.codes().all(StudyConcept.OPIOID_ROUTE, ofDosage));
    if (routes.isEmpty() && !ofDosage.isEmpty()) {
      reading.unmapped().note(type + ".dosage.route", ofDosage, StudyConcept.OPIOID_ROUTE);
    }
    if (medication != null) {
      routes.addAll(reading.codes().all(StudyConcept.OPIOID_ROUTE, medication));
    }
    if (routes.size() != 1) {
      reading
          .findings()
          .add(
              routes.isEmpty() ? Rule.OPIOID_ROUTE_UNKNOWN : Rule.CODE_CONTRADICTORY,
              place + ".route");
      return null;
    }
    return routes.iterator().next();
  }
}
