package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The Patients that the links of written Patients name (FHIR R4 Patient.link). They are locked like
 * resources that are written: whether a link to a Patient is followed depends on whether it is
 * there.
 */
final class LinkedPatients {

  static final String LINK = "link";

  private LinkedPatients() {}

  /** Literal references without version, {@code Patient/123}, once references are resolved. */
  static Set<String> of(List<Write> writes) {
    Set<String> linked = new HashSet<>();
    for (Write write : writes) {
      if (write.type().equals(Affected.PATIENT)) {
        for (JsonNode link : write.resource().content().path(LINK)) {
          String reference = link.at("/other/reference").asText();
          if (reference.startsWith("Patient/")) {
            int version = reference.indexOf("/_history/");
            linked.add(version < 0 ? reference : reference.substring(0, version));
          }
        }
      }
    }
    return linked;
  }
}
