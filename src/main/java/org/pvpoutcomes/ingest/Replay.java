package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.FactReconciliation;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.PatientMergeRepository;
import org.pvpoutcomes.cohort.ResourceFacts;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.IdentifierRepository;
import org.pvpoutcomes.record.PastRecord;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.study.PatientReplacement;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Maps and derives the record as it was at a moment, in one transaction, with the code that writes
 * use: the transaction sees tables of its own, in which the record ends at the moment and nothing
 * is derived yet. Other transactions see none of it, and no locks are needed. The vocabulary is
 * that of the moment, with the shipped ConceptMaps of this service.
 */
@ApplicationScoped
class Replay {

  private static final Logger LOG = Logger.getLogger(Replay.class);

  /** All that a derivation reads beside the record. */
  private static final List<String> DERIVED =
      List.of("resource_identifier", "resource_facts", "patient_link", "patient_survivor");

  private static final int PAGE = 500;

  private final PastRecord past;
  private final RecordRepository record;
  private final IdentifierRepository identifiers;
  private final Vocabularies vocabularies;
  private final ResourceMapper mapper;
  private final FactRepository facts;
  private final FactReconciliation stored;
  private final StatedMerges statedMerges;
  private final PatientMergeRepository merges;
  private final PatientDerivation derivation;

  Replay(
      PastRecord past,
      RecordRepository record,
      IdentifierRepository identifiers,
      Vocabularies vocabularies,
      ResourceMapper mapper,
      FactRepository facts,
      FactReconciliation stored,
      StatedMerges statedMerges,
      PatientMergeRepository merges,
      PatientDerivation derivation) {
    this.past = past;
    this.record = record;
    this.identifiers = identifiers;
    this.vocabularies = vocabularies;
    this.mapper = mapper;
    this.facts = facts;
    this.stored = stored;
    this.statedMerges = statedMerges;
    this.merges = merges;
    this.derivation = derivation;
  }

  /**
   * Stores the members of the dataset, which has none, as of the moment, in the current
   * transaction. What is looked up in {@code meanwhile} is of the moment, too.
   *
   * @param moment the past is closed up to then
   */
  void derive(Dataset dataset, Instant moment, Runnable meanwhile) {
    past.enter(moment, DERIVED);
    Vocabulary vocabulary = vocabularies.ofRecord();
    Map<String, List<PatientReplacement>> statements = new TreeMap<>();
    for (String type : ResourceMapper.mappedTypes()) {
      map(type, vocabulary, statements);
    }
    merges.replace(statements);
    past.analyze(DERIVED);
    String last = "";
    List<String> page;
    do {
      page = stored.patientsAfter(last, PAGE);
      if (!page.isEmpty()) {
        derivation.derive(page, dataset);
        past.flushAndForget();
        last = page.getLast();
      }
    } while (page.size() == PAGE);
    meanwhile.run();
    past.leave();
  }

  private void map(
      String type, Vocabulary vocabulary, Map<String, List<PatientReplacement>> statements) {
    String last = "";
    List<String> ids;
    do {
      ids = record.idsAfter(type, last, PAGE);
      List<ResourceKey> keys = ids.stream().map(id -> new ResourceKey(type, id)).toList();
      List<ResourceFacts> rows = new ArrayList<>();
      for (StoredVersion version : record.current(keys).values()) {
        if (!version.isDeletion()) {
          map(version, vocabulary, rows, statements);
        }
      }
      facts.add(rows);
      past.flushAndForget();
      last = ids.isEmpty() ? last : ids.getLast();
    } while (ids.size() == PAGE);
  }

  private void map(
      StoredVersion version,
      Vocabulary vocabulary,
      List<ResourceFacts> rows,
      Map<String, List<PatientReplacement>> statements) {
    if (version.type().equals(Affected.PATIENT)) {
      identifiers.add(
          version.id(), IdentifierCriterion.of(version.type(), VersionWriter.read(version)));
    }
    Mapping mapping;
    try {
      mapping = mapper.map(version.content(), FactWriter.source(version), vocabulary);
    } catch (RuntimeException e) {
      // Without its message, which may quote the resource.
      LOG.errorf(
          "The mapping of %s/%s failed with %s; a replay leaves it out",
          version.type(), version.id(), e.getClass().getName());
      return;
    }
    if (!mapping.saysNothing()) {
      rows.add(FactWriter.row(version, mapping));
    }
    if (version.type().equals(Affected.PATIENT)) {
      List<PatientReplacement> stated = statedMerges.of(mapping);
      if (!stated.isEmpty()) {
        statements.put(version.type() + "/" + version.id(), stated);
      }
    }
  }
}
