package org.pvpoutcomes.study;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/**
 * What two procedures that are copies of each other have in common: the business identifier, which
 * stays the same from server to server (FHIR R4 procedure-definitions.html#Procedure.identifier),
 * and all that tells vertebrae apart. A sender that has lost an answer sends such a copy. A
 * procedure without a business identifier has its own reference in the place of one, and so no
 * copies. What a copy refers to may be copies, too, and does not count.
 */
record ProcedureIdentity(
    String identifier,
    ProcedureKind kind,
    @Nullable ClinicalTime performed,
    List<VertebralLevel> levels,
    @Nullable VertebralLevel codedLevel) {

  static ProcedureIdentity of(ProcedureFact procedure) {
    return new ProcedureIdentity(
        procedure.identifier(),
        procedure.kind(),
        procedure.performed(),
        procedure.levels(),
        procedure.codedLevel());
  }
}
