package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.BodyStructure;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.KnownExtensions.Placed;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.NeedleSide;
import org.pvpoutcomes.study.StructureReading;
import org.pvpoutcomes.study.StructureReference;
import org.pvpoutcomes.study.StructureReference.Role;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * Where a procedure was done: the levels and sides of its body sites, and the body structures that
 * it or a body site refers to. A contained structure is read at once; any other is a resource of
 * its own, and only referred to.
 */
final class TreatedSites {

  /** Extensions of FHIR R4 that refer to a body structure. */
  private static final Map<String, Role> STRUCTURES =
      Map.of(
          "http://hl7.org/fhir/StructureDefinition/bodySite", Role.TARGET,
          "http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure", Role.TARGET,
          "http://hl7.org/fhir/StructureDefinition/procedure-approachBodyStructure", Role.APPROACH);

  private final Reading reading;
  private final Procedure procedure;
  private final List<Optional<VertebralLevel>> sites;
  private final List<NeedleSide> sides = new ArrayList<>();
  private final List<StructureReference> structures = new ArrayList<>();
  private final List<StructureReading> contained = new ArrayList<>();

  /** Reads a procedure. */
  TreatedSites(Reading reading, Procedure procedure) {
    this.reading = reading;
    this.procedure = procedure;
    this.sites = new BodySites(reading).treated(procedure.getBodySite(), "Procedure.bodySite");
    readStructures(procedure.getExtension(), "Procedure", null);
    for (int i = 0; i < sites.size(); i++) {
      CodeableConcept bodySite = procedure.getBodySite().get(i);
      String place = "Procedure.bodySite[" + i + "]";
      readSides(bodySite, place, sites.get(i).orElse(null));
      readStructures(bodySite.getExtension(), place, sites.get(i).orElse(null));
    }
  }

  /** Whether a body site leaves it to a body structure to say where it is. */
  static boolean isOnlyReference(CodeableConcept bodySite) {
    return bodySite.getCoding().isEmpty()
        && bodySite.getExtension().stream().anyMatch(e -> STRUCTURES.containsKey(e.getUrl()));
  }

  /** The level of each body site, in order; empty where it names none. */
  List<Optional<VertebralLevel>> sites() {
    return sites;
  }

  /** The levels of the body sites, a particular one once. */
  List<VertebralLevel> levels() {
    List<VertebralLevel> levels = new ArrayList<>();
    for (Optional<VertebralLevel> site : sites) {
      site.filter(level -> !level.isParticular() || !levels.contains(level)).ifPresent(levels::add);
    }
    return levels;
  }

  /** The sides of the body sites. */
  List<NeedleSide> sides() {
    return sides;
  }

  /** The structures that are resources of their own. */
  List<StructureReference> structures() {
    return structures;
  }

  /** The procedure with what its contained structures say. */
  ProcedureFact withContained(ProcedureFact fact) {
    ProcedureFact read = fact;
    for (StructureReading structure : contained) {
      read = structure.addedTo(read);
    }
    return read;
  }

  private void readSides(CodeableConcept bodySite, String place, @Nullable VertebralLevel level) {
    KnownExtensions known = new KnownExtensions(reading);
    for (Placed placed : known.saying(KnownExtension.LATERALITY, bodySite.getExtension(), place)) {
      List<InjectionApproach> meanings =
          known.meanings(StudyConcept.INJECTION_APPROACH, placed.extension());
      if (meanings.isEmpty()
          && known.isOpen(
              "Procedure.bodySite.extension.value",
              StudyConcept.INJECTION_APPROACH,
              placed.extension())) {
        reading.findings().add(Rule.APPROACH_NOT_MAPPED, placed.place() + ".value");
      }
      // The side of one of several sites that are not known is that of no vertebra.
      if (level != null || sites.size() == 1) {
        meanings.forEach(side -> sides.add(new NeedleSide(level, side)));
      }
    }
  }

  private void readStructures(
      List<Extension> extensions, String expression, @Nullable VertebralLevel level) {
    for (Placed placed : KnownExtensions.placed(extensions, expression)) {
      Role role = STRUCTURES.get(String.valueOf(placed.extension().getUrl()));
      if (role != null && placed.extension().getValue() instanceof Reference reference) {
        readStructure(reference, placed.place() + ".value", role, level);
      }
    }
  }

  private void readStructure(
      Reference reference, String place, Role role, @Nullable VertebralLevel level) {
    if (reference.hasReference() && reference.getReference().startsWith("#")) {
      readContained(reference.getReference(), place, role, level);
      return;
    }
    String literal = References.to("BodyStructure", reference, place, reading.findings());
    if (literal != null) {
      structures.add(new StructureReference(literal, role, level));
    }
  }

  private void readContained(
      String fragment, String place, Role role, @Nullable VertebralLevel level) {
    for (int i = 0; i < procedure.getContained().size(); i++) {
      Resource resource = procedure.getContained().get(i);
      String id = resource.getIdElement().getIdPart();
      if (resource instanceof BodyStructure structure
          && (fragment.equals(id) || fragment.equals("#" + id))) {
        BodyStructureMapper.Meaning meaning =
            new BodyStructureMapper(reading).read(structure, "Procedure.contained[" + i + "]");
        contained.add(StructureReading.of(role, level, meaning.level(), meaning.side()));
        return;
      }
    }
    reading.findings().add(Rule.REFERENCE_NOT_RESOLVABLE, place);
  }
}
