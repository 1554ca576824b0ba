package org.pvpoutcomes.ingest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.FactRepository.Stated;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * Whom a change of resources may concern, as far as the resources themselves tell, before and
 * after: who stands behind an identifier or is merged with whom is looked up later, under locks.
 */
final class Affected {

  static final String PATIENT = "Patient";

  private final Set<String> patients = new TreeSet<>();
  private final Set<PatientIdentifier> identifiers = new TreeSet<>();
  private final Map<String, List<PatientReplacement>> statements = new TreeMap<>();
  private final Map<String, List<Fact>> created = new TreeMap<>();

  /** Takes in what a resource said, as it was stored; null for one that had nothing to say. */
  void add(@Nullable Stated before) {
    if (before != null && before.hasFacts()) {
      add(before.patient(), before.subject());
    }
  }

  /** Takes in what a resource says now. */
  void add(Mapping now) {
    if (!now.facts().isEmpty()) {
      add(now.patient(), now.subject());
    }
  }

  private void add(@Nullable String patient, @Nullable PatientIdentifier subject) {
    if (patient != null) {
      patients.add(patient);
    }
    if (subject != null) {
      identifiers.add(subject);
    }
  }

  /**
   * Takes in a Patient that is written.
   *
   * @param patient literal reference
   * @param before the identifiers it had; an identifier that stays changes nothing
   * @param now those it has
   * @param replacements what its links say now
   * @param isNew whether its id was made for it, so that nothing else can refer to it yet but by an
   *     identifier
   */
  void addPatient(
      String patient,
      Collection<IdentifierCriterion> before,
      Collection<IdentifierCriterion> now,
      List<PatientReplacement> replacements,
      boolean isNew) {
    Set<IdentifierCriterion> kept = new HashSet<>(before);
    kept.retainAll(new HashSet<>(now));
    before.forEach(identifier -> addUnless(kept, identifier));
    now.forEach(identifier -> addUnless(kept, identifier));
    patients.add(patient);
    statements.put(patient, replacements);
    if (isNew) {
      created.put(patient, new ArrayList<>());
    }
  }

  private void addUnless(Set<IdentifierCriterion> kept, IdentifierCriterion identifier) {
    if (!kept.contains(identifier) && !identifier.system().isEmpty()) {
      identifiers.add(new PatientIdentifier(identifier.system(), identifier.value()));
    }
  }

  /** Gives the new patients the facts that refer to them: there can be no others. */
  void addFactsOfCreated(Collection<Mapping> mapped) {
    for (Mapping mapping : mapped) {
      List<Fact> facts = mapping.patient() == null ? null : created.get(mapping.patient());
      if (facts != null) {
        facts.addAll(mapping.facts());
      }
    }
  }

  /** Literal references of the patients whose facts change. */
  Set<String> patients() {
    return patients;
  }

  /** The identifiers that a Patient gains or loses, or by which a changed resource names one. */
  Set<PatientIdentifier> identifiers() {
    return identifiers;
  }

  /** What each written Patient says now about which Patient replaced which. */
  Map<String, List<PatientReplacement>> statements() {
    return statements;
  }

  /** The patients whose id was made in this transaction, with all that refers to them. */
  Map<String, List<Fact>> created() {
    return created;
  }
}
