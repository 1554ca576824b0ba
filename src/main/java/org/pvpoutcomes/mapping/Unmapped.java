package org.pvpoutcomes.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * The first codes of one resource version on which the vocabulary does not decide, each once, in
 * the order in which they were met. Whatever the status of the resource: a code is no less unknown
 * in a report that does not count.
 *
 * <p>A code that a ConceptMap deliberately leaves out is decided: it is neither listed here nor a
 * finding.
 */
final class Unmapped {

  /** As many as there are findings: whoever connects a hospital needs no more of one resource. */
  private static final int MOST = 100;

  private static final int LONGEST_SYSTEM = 500;

  private final Codes codes;
  private final Set<UnmappedCode> open = new LinkedHashSet<>();

  Unmapped(Codes codes) {
    this.codes = codes;
  }

  /**
   * Notes the codings of a concept that no target system knows.
   *
   * @param element path without indexes, {@code Procedure.bodySite}
   * @param targets our code systems in which the concept was looked for; one that decides on a code
   *     is enough
   * @return whether the concept is an open question: a code was noted, or there is none at all
   */
  boolean note(String element, CodeableConcept concept, StudyConcept<?>... targets) {
    return note(element, concept.getCoding(), targets);
  }

  /** As {@link #note(String, CodeableConcept, StudyConcept...)}, of a list of codings. */
  boolean note(String element, List<Coding> codings, StudyConcept<?>... targets) {
    List<Coding> coded = codings.stream().filter(Coding::hasCode).toList();
    boolean any = false;
    for (Coding coding : coded) {
      any |= note(element, coding.hasSystem() ? coding.getSystem() : "", coding.getCode(), targets);
    }
    return any || coded.isEmpty();
  }

  /** Notes one code unless it is decided; returns whether it is not. */
  boolean note(String element, String system, String code, StudyConcept<?>... targets) {
    for (StudyConcept<?> target : targets) {
      if (codes.vocabulary().isDecided(target.system(), system, code)) {
        return false;
      }
    }
    if (open.size() < MOST) {
      open.add(
          new UnmappedCode(
              element, shortened(Canonical.withoutVersion(system)), Codes.shortened(code)));
    }
    return true;
  }

  /** A system so long is nobody's; the list pages by it in its URLs. */
  private static String shortened(String system) {
    return system.length() <= LONGEST_SYSTEM ? system : system.substring(0, LONGEST_SYSTEM);
  }

  /** All of them. */
  List<UnmappedCode> list() {
    return List.copyOf(open);
  }
}
