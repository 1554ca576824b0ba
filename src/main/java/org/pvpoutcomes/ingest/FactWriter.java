package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.FactRepository.Stated;
import org.pvpoutcomes.cohort.ResourceFacts;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** Maps the new versions of a transaction and derives the patients that they are about. */
@ApplicationScoped
class FactWriter {

  private final WriteLocks locks;
  private final FactRepository facts;
  private final ResourceMapper mapper;
  private final Vocabularies vocabularies;
  private final MemberDerivation derivation;
  private final Remapping remapping;

  FactWriter(
      WriteLocks locks,
      FactRepository facts,
      ResourceMapper mapper,
      Vocabularies vocabularies,
      MemberDerivation derivation,
      Remapping remapping) {
    this.locks = locks;
    this.facts = facts;
    this.mapper = mapper;
    this.vocabularies = vocabularies;
    this.derivation = derivation;
    this.remapping = remapping;
  }

  /**
   * Brings facts and members up to the planned versions.
   *
   * @param lockPatients false when the write runs alone and needs no locks
   * @return the findings of every planned write's current version
   * @throws WriteRefusedException when a ConceptMap cannot be used
   */
  Map<ResourceKey, List<Finding>> update(List<PlannedWrite> planned, boolean lockPatients) {
    Map<ResourceKey, Stated> stored = stored(planned);
    Map<ResourceKey, List<Finding>> findings = new HashMap<>();
    stored.forEach((key, row) -> findings.put(key, FindingJson.read(row.findings())));

    List<PlannedWrite> adding = planned.stream().filter(PlannedWrite::addsVersion).toList();
    if (adding.isEmpty()) {
      return findings;
    }
    List<StoredVersion> conceptMaps =
        adding.stream()
            .map(PlannedWrite::now)
            .filter(version -> version.type().equals(Vocabularies.CONCEPT_MAP))
            .toList();
    Vocabulary vocabulary =
        conceptMaps.isEmpty() ? vocabularies.current() : vocabularies.withChanged(planned);
    Map<ResourceKey, Mapping> mapped = new HashMap<>();
    for (PlannedWrite write : adding) {
      Mapping mapping = mapper.map(write.now().content(), source(write.now()), vocabulary);
      mapped.put(write.target().key(), mapping);
      findings.put(write.target().key(), mapping.findings());
    }
    replaceRows(adding, mapped, stored);
    derivePatients(adding, mapped, stored, lockPatients);
    if (!conceptMaps.isEmpty()) {
      vocabularies.changed();
      remapping.mapAll(vocabulary);
    }
    return findings;
  }

  private Map<ResourceKey, Stated> stored(List<PlannedWrite> planned) {
    List<ResourceKey> existing =
        planned.stream()
            .filter(write -> write.before() != null)
            .map(write -> write.target().key())
            .toList();
    Map<ResourceKey, Stated> stored = new HashMap<>();
    if (!existing.isEmpty()) {
      facts
          .stated(
              existing.stream().map(ResourceKey::type).toList(),
              existing.stream().map(ResourceKey::id).toList())
          .forEach(row -> stored.put(new ResourceKey(row.type(), row.id()), row));
    }
    return stored;
  }

  private void replaceRows(
      List<PlannedWrite> adding,
      Map<ResourceKey, Mapping> mapped,
      Map<ResourceKey, Stated> stored) {
    List<ResourceKey> old =
        adding.stream().map(write -> write.target().key()).filter(stored::containsKey).toList();
    if (!old.isEmpty()) {
      facts.remove(
          old.stream().map(ResourceKey::type).toList(), old.stream().map(ResourceKey::id).toList());
    }
    List<ResourceFacts> rows = new ArrayList<>(adding.size());
    for (PlannedWrite write : adding) {
      Mapping mapping = mapping(mapped, write);
      if (!mapping.facts().isEmpty() || !mapping.findings().isEmpty()) {
        rows.add(row(write.now(), mapping));
      }
    }
    facts.add(rows);
  }

  private void derivePatients(
      List<PlannedWrite> adding,
      Map<ResourceKey, Mapping> mapped,
      Map<ResourceKey, Stated> stored,
      boolean lockPatients) {
    Set<String> patients = new TreeSet<>();
    Set<String> created = new HashSet<>();
    for (PlannedWrite write : adding) {
      Mapping mapping = mapping(mapped, write);
      if (mapping.patient() != null && !mapping.facts().isEmpty()) {
        patients.add(mapping.patient());
      }
      Stated before = stored.get(write.target().key());
      if (before != null) {
        before.affectedPatient().ifPresent(patients::add);
      }
      if (write.target().isNew()) {
        created.add(write.target().key().reference());
      }
    }
    if (lockPatients) {
      locks.lock(WriteLocks.Kind.PATIENT, patients);
    }
    derivation.derive(factsAbout(patients, created, adding, mapped));
  }

  /**
   * All facts about each patient, those of this transaction among them. A patient whose id was made
   * in this transaction cannot have any others, so nothing is read for it.
   */
  private Map<String, List<Fact>> factsAbout(
      Collection<String> patients,
      Set<String> created,
      List<PlannedWrite> adding,
      Map<ResourceKey, Mapping> mapped) {
    Map<String, List<Fact>> about = new TreeMap<>();
    List<String> known = new ArrayList<>();
    for (String patient : patients) {
      if (created.contains(patient)) {
        about.put(patient, new ArrayList<>());
      } else {
        known.add(patient);
      }
    }
    if (!known.isEmpty()) {
      about.putAll(facts.aboutPatients(known));
    }
    for (PlannedWrite write : adding) {
      Mapping mapping = mapping(mapped, write);
      if (mapping.patient() != null && created.contains(mapping.patient())) {
        about.computeIfAbsent(mapping.patient(), _ -> new ArrayList<>()).addAll(mapping.facts());
      }
    }
    return about;
  }

  /** The row to store for a mapped version. */
  static ResourceFacts row(StoredVersion version, Mapping mapping) {
    return new ResourceFacts(
        version.type(),
        version.id(),
        version.version(),
        mapping.patient(),
        mapping.facts(),
        FindingJson.write(mapping.findings()));
  }

  /** What facts of this version name as their source. */
  static SourceVersion source(StoredVersion version) {
    return new SourceVersion(version.type(), version.id(), version.version());
  }

  private static Mapping mapping(Map<ResourceKey, Mapping> mapped, PlannedWrite write) {
    Mapping mapping = mapped.get(write.target().key());
    if (mapping == null) {
      throw new IllegalStateException("Every added version is mapped before it is stored");
    }
    return mapping;
  }
}
