package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.FactRepository.Stated;
import org.pvpoutcomes.cohort.ResourceFacts;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Maps every stored resource again after the vocabulary has changed, in the transaction that
 * changed it, so that no answer ever mixes two vocabularies. Works in pages: the memory it needs
 * does not grow with the record, apart from one reference per patient.
 */
@ApplicationScoped
class Remapping {

  private static final Logger LOG = Logger.getLogger(Remapping.class);
  private static final int PAGE = 500;
  private static final int PATIENTS_AT_ONCE = 100;

  private final RecordRepository record;
  private final FactRepository facts;
  private final ResourceMapper mapper;
  private final MemberDerivation derivation;

  Remapping(
      RecordRepository record,
      FactRepository facts,
      ResourceMapper mapper,
      MemberDerivation derivation) {
    this.record = record;
    this.facts = facts;
    this.mapper = mapper;
    this.derivation = derivation;
  }

  /** Maps and derives everything with {@code vocabulary}. No other write runs meanwhile. */
  void mapAll(Vocabulary vocabulary) {
    Set<String> patients = new TreeSet<>();
    ResourceKey last = new ResourceKey("", "");
    int count = 0;
    List<StoredVersion> page;
    do {
      page = record.currentAfter(last, PAGE);
      if (!page.isEmpty()) {
        mapPage(page, vocabulary, patients);
        last = new ResourceKey(page.getLast().type(), page.getLast().id());
        count += page.size();
      }
    } while (page.size() == PAGE);
    deriveAll(List.copyOf(patients));
    LOG.infof(
        "The vocabulary changed: mapped %d resources again, derived %d patients",
        count, patients.size());
  }

  private void mapPage(List<StoredVersion> page, Vocabulary vocabulary, Set<String> patients) {
    List<String> types = page.stream().map(StoredVersion::type).toList();
    List<String> ids = page.stream().map(StoredVersion::id).toList();
    for (Stated before : facts.stated(types, ids)) {
      before.affectedPatient().ifPresent(patients::add);
    }
    facts.writeOutAndForget();
    facts.remove(types, ids);
    List<ResourceFacts> rows = new ArrayList<>(page.size());
    for (StoredVersion version : page) {
      Mapping mapping = mapper.map(version.content(), FactWriter.source(version), vocabulary);
      if (mapping.patient() != null && !mapping.facts().isEmpty()) {
        patients.add(mapping.patient());
      }
      if (!mapping.facts().isEmpty() || !mapping.findings().isEmpty()) {
        rows.add(FactWriter.row(version, mapping));
      }
    }
    facts.add(rows);
    facts.writeOutAndForget();
  }

  private void deriveAll(List<String> patients) {
    for (int i = 0; i < patients.size(); i += PATIENTS_AT_ONCE) {
      int end = Math.min(i + PATIENTS_AT_ONCE, patients.size());
      derivation.derive(facts.aboutPatients(patients.subList(i, end)));
      facts.writeOutAndForget();
    }
  }
}
