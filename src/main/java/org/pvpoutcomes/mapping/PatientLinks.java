package org.pvpoutcomes.mapping;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Patient.PatientLinkComponent;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * Which Patient replaced which, as {@code Patient.link} says it (FHIR R4 patient.html#links). Links
 * of type {@code refer} and {@code seealso} tie records together without saying that one of them is
 * to be used, so they say nothing here.
 */
final class PatientLinks {

  private final Reading reading;

  PatientLinks(Reading reading) {
    this.reading = reading;
  }

  /** Each once, in order; a Patient that says it replaced itself says nothing. */
  List<PatientReplacement> replacements(Patient patient) {
    Set<PatientReplacement> replacements = new TreeSet<>();
    String self = reading.source().reference();
    for (int i = 0; i < patient.getLink().size(); i++) {
      PatientLinkComponent link = patient.getLink().get(i);
      LinkType type = link.getType();
      if (type == LinkType.REPLACEDBY || type == LinkType.REPLACES) {
        String other = other(link, "Patient.link[" + i + "].other");
        if (other != null && !other.equals(self)) {
          replacements.add(
              type == LinkType.REPLACEDBY
                  ? new PatientReplacement(self, other)
                  : new PatientReplacement(other, self));
        }
      }
    }
    if (replacements.stream().filter(link -> link.replaced().equals(self)).count() > 1) {
      reading.findings().add(Rule.LINK_CONTRADICTORY, "Patient.link");
    }
    return List.copyOf(replacements);
  }

  private @Nullable String other(PatientLinkComponent link, String expression) {
    String patient = References.patient(link.getOther());
    if (patient == null) {
      reading.findings().add(Rule.LINK_NOT_RESOLVABLE, expression);
    }
    return patient;
  }
}
