package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.CodeAt;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.FactRepository.Stated;
import org.pvpoutcomes.cohort.ResourceFacts;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** Maps the new versions of a transaction and derives the patients that they are about. */
@ApplicationScoped
class FactWriter {

  private final FactRepository facts;
  private final ResourceMapper mapper;
  private final Vocabularies vocabularies;
  private final PatientDerivation derivation;
  private final VocabularyChange vocabularyChange;
  private final StatedMerges merges;

  FactWriter(
      FactRepository facts,
      ResourceMapper mapper,
      Vocabularies vocabularies,
      PatientDerivation derivation,
      VocabularyChange vocabularyChange,
      StatedMerges merges) {
    this.facts = facts;
    this.mapper = mapper;
    this.vocabularies = vocabularies;
    this.derivation = derivation;
    this.vocabularyChange = vocabularyChange;
    this.merges = merges;
  }

  /**
   * What follows from the writes of a transaction.
   *
   * @param findings of every planned write's current version
   * @param mappedAgain how many stored resources will be mapped again because the vocabulary
   *     changed
   */
  record Effects(Map<ResourceKey, List<Finding>> findings, long mappedAgain) {}

  /**
   * Brings facts and members up to the planned versions.
   *
   * @param identifiersBefore the identifiers that resources had which get a new version
   * @param before the vocabulary until now, of a write that may change it; null when it was not
   *     usable
   * @param lockPatients false when the write runs alone and needs no locks
   * @throws WriteRefusedException when a ConceptMap cannot be used
   */
  Effects update(
      List<PlannedWrite> planned,
      Map<ResourceKey, List<IdentifierCriterion>> identifiersBefore,
      @Nullable Vocabulary before,
      boolean lockPatients) {
    Map<ResourceKey, Stated> stored = stored(planned);
    Map<ResourceKey, List<Finding>> findings = new HashMap<>();
    stored.forEach((key, row) -> findings.put(key, FindingJson.read(row.findings())));

    List<PlannedWrite> adding = planned.stream().filter(PlannedWrite::addsVersion).toList();
    if (adding.isEmpty()) {
      return new Effects(findings, 0);
    }
    boolean changed =
        adding.stream().anyMatch(write -> Vocabularies.isPartOfVocabulary(write.now().type()));
    Vocabulary vocabulary = changed ? vocabularies.withChanged(planned) : vocabularies.current();
    Map<ResourceKey, Mapping> mapped = new HashMap<>();
    for (PlannedWrite write : adding) {
      Mapping mapping = map(write.now(), vocabulary);
      mapped.put(write.target().key(), mapping);
      findings.put(write.target().key(), mapping.findings());
    }
    replaceRows(adding, mapped, stored);
    derivation.derive(affected(adding, mapped, stored, identifiersBefore), lockPatients);
    return new Effects(findings, changed ? vocabularyChange.announce(before, vocabulary) : 0);
  }

  /** A deleted resource says nothing. */
  private Mapping map(StoredVersion version, Vocabulary vocabulary) {
    return version.isDeletion()
        ? new Mapping(null, List.of(), List.of(), List.of())
        : mapper.map(version.content(), source(version), vocabulary);
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
      if (!mapping.saysNothing()) {
        rows.add(row(write.now(), mapping));
      }
    }
    facts.add(rows);
  }

  private Affected affected(
      List<PlannedWrite> adding,
      Map<ResourceKey, Mapping> mapped,
      Map<ResourceKey, Stated> stored,
      Map<ResourceKey, List<IdentifierCriterion>> identifiersBefore) {
    Affected affected = new Affected();
    for (PlannedWrite write : adding) {
      ResourceKey key = write.target().key();
      Mapping mapping = mapping(mapped, write);
      affected.add(mapping);
      affected.add(stored.get(key));
      if (key.type().equals(Affected.PATIENT)) {
        affected.addPatient(
            key.reference(),
            identifiersBefore.getOrDefault(key, List.of()),
            write.write().resource().identifiers(),
            merges.of(mapping),
            write.target().isNew());
      }
    }
    affected.addFactsOfCreated(mapped.values());
    return affected;
  }

  /** The row to store for a mapped version. */
  static ResourceFacts row(StoredVersion version, Mapping mapping) {
    return new ResourceFacts(
        version.type(),
        version.id(),
        version.version(),
        mapping.patient(),
        mapping.subject(),
        mapping.facts(),
        FindingJson.write(mapping.findings()),
        mapping.unmapped().stream()
            .map(unmapped -> new CodeAt(unmapped.element(), unmapped.system(), unmapped.code()))
            .toList());
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
