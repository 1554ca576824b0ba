package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.BodyStructure;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.VertebralLevel;

/** A BodyStructure: the vertebra that is its location, and the side that qualifies it. */
final class BodyStructureMapper {

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  BodyStructureMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** One fact for a structure with a vertebra or a side, none for any other. */
  List<Fact> map(BodyStructure structure) {
    boolean inactive = structure.hasActive() && !structure.getActive();
    String status = !structure.hasActive() ? "not-stated" : inactive ? "inactive" : "active";
    if (inactive) {
      findings.suppressWarnings();
    }
    Meaning meaning = read(structure, "BodyStructure");
    if (meaning.level() == null && meaning.side() == null) {
      return List.of();
    }
    return List.of(
        new BodyStructureFact(
            reading.source(),
            new ReportStatus(status, !inactive),
            References.smallestIdentifier(structure.getIdentifier(), reading.source()),
            meaning.level(),
            meaning.side()));
  }

  /** What a body structure says. */
  record Meaning(@Nullable VertebralLevel level, @Nullable InjectionApproach side) {}

  /**
   * Reads a body structure, contained or not. A location that is no vertebra (a pedicle, another
   * organ) and a qualifier that is no side are none of the study's business.
   *
   * @param place FHIRPath of the structure
   */
  Meaning read(BodyStructure structure, String place) {
    VertebralLevel level =
        new BodySites(reading).level(structure.getLocation(), place + ".location").orElse(null);
    List<InjectionApproach> sides = new ArrayList<>();
    for (CodeableConcept qualifier : structure.getLocationQualifier()) {
      sides.addAll(codes.all(StudyConcept.INJECTION_APPROACH, qualifier));
    }
    InjectionApproach side = InjectionApproach.together(sides);
    if (side == null && !sides.isEmpty()) {
      findings.add(Rule.APPROACH_CONTRADICTORY, place + ".locationQualifier");
    }
    return new Meaning(level, side);
  }
}
