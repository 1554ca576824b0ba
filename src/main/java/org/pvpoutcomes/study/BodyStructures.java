package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.BodyStructureFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/**
 * The body structures that the procedures of a patient refer to, and what they add to them.
 *
 * @param byReference those whose status counts
 */
record BodyStructures(Map<String, BodyStructureFact> byReference) {

  /** The body structures among the facts of a patient. */
  static BodyStructures of(PatientFacts facts) {
    return new BodyStructures(
        facts.of(BodyStructureFact.class).stream()
            .filter(PatientFacts::counts)
            .collect(
                Collectors.toUnmodifiableMap(
                    structure -> structure.source().reference(),
                    structure -> structure,
                    BinaryOperator.maxBy(PatientFacts.ORDER))));
  }

  /** The facts, procedures with the levels and sides of the structures that they refer to. */
  PatientFacts joinedTo(PatientFacts facts) {
    return byReference.isEmpty()
        ? facts
        : PatientFacts.of(
            facts.all().stream()
                .map(fact -> fact instanceof ProcedureFact procedure ? joinedTo(procedure) : fact)
                .toList());
  }

  private Fact joinedTo(ProcedureFact procedure) {
    ProcedureFact joined = procedure;
    for (StructureReference reference : procedure.structures()) {
      BodyStructureFact structure = byReference.get(reference.reference());
      if (structure != null) {
        joined =
            StructureReading.of(
                    reference.role(), reference.level(), structure.level(), structure.side())
                .addedTo(joined);
      }
    }
    return joined;
  }

  /** The versions of all body structures that the procedures refer to. */
  SortedSet<SourceVersion> sources(Collection<ProcedureFact> procedures) {
    SortedSet<SourceVersion> sources = new TreeSet<>();
    for (ProcedureFact procedure : procedures) {
      procedure.structures().forEach(r -> find(r).ifPresent(s -> sources.add(s.source())));
    }
    return sources;
  }

  /** The versions of the body structures that say something of this vertebra. */
  SortedSet<SourceVersion> sources(Vertebra vertebra) {
    SortedSet<SourceVersion> sources = new TreeSet<>();
    for (ProcedureFact procedure : vertebra.procedures()) {
      for (StructureReference reference : procedure.structures()) {
        find(reference)
            .filter(
                structure ->
                    admits(structure.level(), vertebra) && admits(reference.level(), vertebra))
            .ifPresent(structure -> sources.add(structure.source()));
      }
    }
    return sources;
  }

  private Optional<BodyStructureFact> find(StructureReference reference) {
    return Optional.ofNullable(byReference.get(reference.reference()));
  }

  private static boolean admits(@Nullable VertebralLevel level, Vertebra vertebra) {
    return level == null || level.admits(vertebra.level());
  }
}
