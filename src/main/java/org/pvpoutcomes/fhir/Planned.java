package org.pvpoutcomes.fhir;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.conformance.ValidationIssue;
import org.pvpoutcomes.ingest.Write;

/**
 * A request that was understood.
 *
 * @param write what it writes; null if it only reads
 * @param remarks what the validation of the resource had to say
 */
record Planned(
    FhirRequest request, Route route, @Nullable Write write, List<ValidationIssue> remarks) {

  Planned {
    remarks = List.copyOf(remarks);
  }
}
