package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.FactReconciliation;
import org.pvpoutcomes.cohort.FactReconciliation.RowKey;
import org.pvpoutcomes.cohort.FactRepository;
import org.pvpoutcomes.cohort.FactRepository.Stated;
import org.pvpoutcomes.cohort.ResourceFacts;
import org.pvpoutcomes.mapping.Mapping;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.record.WriteLocks.Kind;
import org.pvpoutcomes.study.PatientReplacement;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Maps stored resources again with the vocabulary in force, beside other writes. It takes the same
 * locks in the same order as they do ({@link WriteLocks}) and reads after it has locked, so that
 * neither overwrites what the other knows. A transaction that calls it has begun with {@link
 * WriteLocks#beside}.
 *
 * <p>A resource that does not exist, or is deleted, loses its facts. One at which the mapping fails
 * keeps what is stored: that is a fault of the service, and must not keep the others from being
 * mapped.
 */
@ApplicationScoped
class Remapping {

  private static final Logger LOG = Logger.getLogger(Remapping.class);
  private static final Mapping NOTHING_SAID = new Mapping(null, List.of(), List.of(), List.of());

  private final WriteLocks locks;
  private final RecordRepository record;
  private final Vocabularies vocabularies;
  private final ResourceMapper mapper;
  private final FactReconciliation reconciliation;
  private final FactRepository facts;
  private final PatientDerivation derivation;
  private final StatedMerges merges;
  private final SearchWriter search;

  Remapping(
      WriteLocks locks,
      RecordRepository record,
      Vocabularies vocabularies,
      ResourceMapper mapper,
      FactReconciliation reconciliation,
      FactRepository facts,
      PatientDerivation derivation,
      StatedMerges merges,
      SearchWriter search) {
    this.locks = locks;
    this.record = record;
    this.vocabularies = vocabularies;
    this.mapper = mapper;
    this.reconciliation = reconciliation;
    this.facts = facts;
    this.derivation = derivation;
    this.merges = merges;
    this.search = search;
  }

  /**
   * What a call did.
   *
   * @param changed resources of which something else was stored
   * @param derived patients that they named, which were derived
   */
  record Result(int changed, int derived) {}

  /**
   * What resources say now.
   *
   * @param mappings by resource; those at which the mapping failed are left out
   * @param rows of those that have something to say
   */
  private record Said(Map<RowKey, Mapping> mappings, List<ResourceFacts> rows) {

    /** What each Patient among them says of merges. */
    Map<String, List<PatientReplacement>> ofMerges(StatedMerges merges) {
      Map<String, List<PatientReplacement>> statements = new TreeMap<>();
      mappings.forEach(
          (key, mapping) -> {
            if (key.type().equals(Affected.PATIENT)) {
              statements.put(key.type() + "/" + key.id(), merges.of(mapping));
            }
          });
      return statements;
    }
  }

  /** Maps the resources again and derives whom the changes concern. */
  Result mapAndDerive(List<ResourceKey> keys) {
    Said said = map(keys);
    List<Stated> before =
        facts.stated(
            keys.stream().map(ResourceKey::type).toList(),
            keys.stream().map(ResourceKey::id).toList());
    Set<RowKey> changed = reconciliation.reconcile(said.mappings().keySet(), said.rows());
    Affected affected = new Affected();
    before.stream()
        .filter(stated -> changed.contains(new RowKey(stated.type(), stated.id())))
        .forEach(affected::add);
    said.mappings()
        .forEach(
            (key, mapping) -> {
              if (changed.contains(key)) {
                affected.add(mapping);
              }
            });
    said.ofMerges(merges)
        .forEach(
            (patient, replacements) ->
                affected.addPatient(patient, List.of(), List.of(), replacements, false));
    derivation.derive(affected, true);
    return new Result(changed.size(), affected.patients().size());
  }

  /**
   * Maps the resources again, makes anew what they can be found by, and stores what Patients say of
   * merges, but derives nobody: the rows of others may not even be readable yet.
   */
  Result mapOnly(List<ResourceKey> keys) {
    Said said = map(keys);
    search.remake(keys, record.current(keys));
    int changed = reconciliation.reconcile(said.mappings().keySet(), said.rows()).size();
    derivation.replaceMerges(said.ofMerges(merges));
    return new Result(changed, 0);
  }

  private Said map(List<ResourceKey> keys) {
    locks.lock(Kind.RESOURCE, keys.stream().map(ResourceKey::reference).toList());
    Map<ResourceKey, StoredVersion> current = record.current(keys);
    Vocabulary vocabulary = vocabularies.current();
    Said said = new Said(new HashMap<>(), new ArrayList<>());
    for (ResourceKey key : keys) {
      StoredVersion version = current.get(key);
      try {
        Mapping mapping =
            version == null || version.isDeletion()
                ? NOTHING_SAID
                : mapper.map(version.content(), FactWriter.source(version), vocabulary);
        if (version != null && !mapping.saysNothing()) {
          said.rows().add(FactWriter.row(version, mapping));
        }
        said.mappings().put(new RowKey(key.type(), key.id()), mapping);
      } catch (RuntimeException e) {
        // Without its message, which may quote the resource.
        LOG.errorf(
            "The mapping of %s failed with %s at %s; its facts stay as they were",
            key.reference(),
            e.getClass().getName(),
            e.getStackTrace().length == 0 ? "?" : e.getStackTrace()[0]);
      }
    }
    return said;
  }
}
