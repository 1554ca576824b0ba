package org.pvpoutcomes.conformance;

import java.io.Serial;

/** A profile was asked for that is neither one of ours nor one of FHIR R4. */
public class UnknownProfileException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  UnknownProfileException() {
    super(
        "The profile is not known here. Known are the StructureDefinitions of FHIR R4 and those"
            + " that GET [base]/StructureDefinition lists, each by its canonical URL.");
  }
}
