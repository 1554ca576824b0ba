package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.PatientMergeRepository;
import org.pvpoutcomes.cohort.SubjectRepository;
import org.pvpoutcomes.cohort.SubjectRepository.Named;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.record.WriteLocks.Kind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.PatientReplacement;

/**
 * Derives all patients again whom a change of resources concerns: those it refers to, those who
 * carry an identifier that it refers to or that a Patient gains or loses, and all who are merged
 * with one of them.
 *
 * <p>Whom an identifier means depends on resources of several transactions, none of which need know
 * of the other: one stores a measurement of the patient with the identifier X, another gives X to a
 * Patient. That no patient misses a fact, or keeps one, rests on three rules (READ COMMITTED: each
 * statement sees what was committed when it began):
 *
 * <ol>
 *   <li>Who adds or removes a resource whose subject is X, and who lets a Patient gain or lose X,
 *       holds the lock of X, and looks only then who carries X. So of two such transactions the
 *       later one sees what the earlier one did, and concerns all who carry X before or after.
 *   <li>Who derives a patient holds the lock of the patient and reads the facts only then. So of
 *       two transactions that concern one patient the later one derives from both.
 *   <li>Merges change only while no other transaction derives: who changes one holds the lock of
 *       all merges alone, everybody else shares it. Patients who are merged are derived under the
 *       lock of their survivor. A Patient's write changes merges when its links say something or a
 *       link of another Patient names it; who adds a link holds the lock of the resource it names,
 *       so neither can miss the other.
 * </ol>
 */
@ApplicationScoped
class PatientDerivation {

  private final WriteLocks locks;
  private final FactRepository facts;
  private final SubjectRepository subjects;
  private final PatientMergeRepository merges;
  private final MemberDerivation members;

  PatientDerivation(
      WriteLocks locks,
      FactRepository facts,
      SubjectRepository subjects,
      PatientMergeRepository merges,
      MemberDerivation members) {
    this.locks = locks;
    this.facts = facts;
    this.subjects = subjects;
    this.merges = merges;
    this.members = members;
  }

  /**
   * Derives whom the change concerns. Resources and identifiers are stored as they are now, and the
   * transaction holds the locks of the resources it changes and of those that links of its Patients
   * name.
   *
   * @param lock false when the transaction runs alone and needs no locks
   */
  void derive(Affected affected, boolean lock) {
    Named named = named(affected.identifiers(), lock);
    Set<String> patients = new TreeSet<>(affected.patients());
    patients.addAll(named.carriers());
    Map<String, List<PatientReplacement>> statements = ofMerges(affected);
    if (!statements.isEmpty()) {
      if (lock) {
        locks.merging();
      }
      patients.addAll(merges.replace(statements));
      derive(patients);
      return;
    }
    if (lock) {
      locks.besideMerging(patients);
    }
    // Nobody refers to a patient that is new, unless by an identifier.
    Map<String, List<Fact>> known =
        named.haveSubjects() ? Map.of() : new TreeMap<>(affected.created());
    known.keySet().retainAll(patients);
    patients.removeAll(known.keySet());
    Map<String, String> merged = merges.mergedWith(patients);
    if (lock) {
      locks.lock(Kind.SURVIVOR, new TreeSet<>(merged.values()));
    }
    derive(patients, merged, known);
  }

  /**
   * Derives these and all who are merged with one of them from nothing but their facts, whatever
   * members are stored; who has no facts leaves every study. Merges are as they should be.
   */
  void deriveFromNothing(Collection<String> patients) {
    if (patients.isEmpty()) {
      return;
    }
    locks.besideMerging(patients);
    Map<String, String> merged = merges.mergedWith(patients);
    locks.lock(Kind.SURVIVOR, new TreeSet<>(merged.values()));
    Map<String, String> survivors = survivors(patients, merged);
    members.deriveFromNothing(facts.aboutPatients(survivors), survivors);
  }

  /**
   * Stores what Patients say of merges, whatever is stored, without deriving anybody. Their rows
   * are up to date.
   *
   * @param statements by literal reference; none where a Patient says nothing
   */
  void replaceMerges(Map<String, List<PatientReplacement>> statements) {
    if (!statements.isEmpty()) {
      locks.merging();
      merges.replace(statements);
    }
  }

  /** Takes away what no received Patient says, and works out again who is merged with whom. */
  void settleMerges() {
    locks.merging();
    merges.settle();
  }

  /**
   * Derives these and all who are merged with one of them; no other transaction derives anybody.
   */
  private void derive(Collection<String> patients) {
    derive(patients, merges.mergedWith(patients), Map.of());
  }

  /** Derives these and all who are merged with one of them, beside other transactions. */
  void deriveBeside(Collection<String> patients) {
    Set<String> sorted = new TreeSet<>(patients);
    locks.besideMerging(sorted);
    Map<String, String> merged = merges.mergedWith(sorted);
    locks.lock(Kind.SURVIVOR, new TreeSet<>(merged.values()));
    derive(sorted, merged, Map.of());
  }

  /**
   * Derives these and all who are merged with one of them for one dataset, which has none of them
   * yet, in a transaction whose facts and merges nobody else sees.
   */
  void derive(Collection<String> patients, Dataset dataset) {
    Map<String, String> survivors = survivors(patients, merges.mergedWith(patients));
    members.derive(facts.aboutPatients(survivors), survivors, dataset);
  }

  /** As {@link #deriveBeside(Collection)}, for one dataset alone. */
  void deriveBeside(Collection<String> patients, Dataset dataset) {
    Set<String> sorted = new TreeSet<>(patients);
    locks.besideMerging(sorted);
    Map<String, String> merged = merges.mergedWith(sorted);
    locks.lock(Kind.SURVIVOR, new TreeSet<>(merged.values()));
    Map<String, String> survivors = survivors(sorted, merged);
    members.derive(facts.aboutPatients(survivors), survivors, dataset);
  }

  private void derive(
      Collection<String> patients, Map<String, String> merged, Map<String, List<Fact>> known) {
    Map<String, String> survivors = survivors(patients, merged);
    Map<String, List<Fact>> about = facts.aboutPatients(survivors);
    about.putAll(known);
    known.keySet().forEach(patient -> survivors.put(patient, patient));
    members.derive(about, survivors);
  }

  private static Map<String, String> survivors(
      Collection<String> patients, Map<String, String> merged) {
    Map<String, String> survivors = new TreeMap<>();
    patients.forEach(patient -> survivors.put(patient, patient));
    merged.values().forEach(survivor -> survivors.put(survivor, survivor));
    survivors.putAll(merged);
    return survivors;
  }

  private Named named(Set<PatientIdentifier> identifiers, boolean lock) {
    if (lock) {
      locks.lock(Kind.IDENTIFIER, identifiers.stream().map(PatientIdentifier::toString).toList());
    }
    return subjects.named(identifiers);
  }

  /** What those Patients say whose writing can change who is merged with whom. */
  private Map<String, List<PatientReplacement>> ofMerges(Affected affected) {
    Map<String, List<PatientReplacement>> statements = new HashMap<>();
    Set<String> silent = new TreeSet<>();
    affected
        .statements()
        .forEach(
            (patient, replacements) -> {
              if (!replacements.isEmpty()) {
                statements.put(patient, replacements);
              } else if (!affected.created().containsKey(patient)) {
                silent.add(patient);
              }
            });
    merges.linked(silent).forEach(patient -> statements.put(patient, List.of()));
    return statements;
  }
}
