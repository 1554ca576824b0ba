package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.Finding;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.IdentifierRepository;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.record.WriteLocks.Kind;

/**
 * Stores resources: all of a list or none, each as a new version, with everything that follows from
 * them for the studies.
 *
 * <p>The order of the steps is also the order of the locks (see {@link WriteLocks}): conditions are
 * locked and matched; references are resolved; resources that may exist are locked and read; the
 * new versions are mapped; the patients they are about are locked and derived again. When the call
 * returns, all of it is committed.
 */
@ApplicationScoped
public class IngestService {

  /**
   * A write with more locks than this runs alone: PostgreSQL's lock table is shared by all, and
   * holds some 6 400 locks by default (max_locks_per_transaction × max_connections).
   */
  private static final int MOST_LOCKS = 1000;

  private final WriteLocks locks;
  private final RecordRepository record;
  private final IdentifierRepository identifiers;
  private final FactWriter facts;
  private final Clock clock;

  IngestService(
      WriteLocks locks,
      RecordRepository record,
      IdentifierRepository identifiers,
      FactWriter facts,
      Clock clock) {
    this.locks = locks;
    this.record = record;
    this.identifiers = identifiers;
    this.facts = facts;
    this.clock = clock;
  }

  /**
   * Stores all of {@code writes} in one transaction.
   *
   * @return what became of each, in the same order
   * @throws WriteRefusedException when one of them cannot be stored; then nothing is
   */
  @Transactional
  public List<Written> transaction(List<Write> writes) {
    Set<IdentifierCriterion> conditions = Conditions.of(writes);
    boolean alone = mustRunAlone(writes, conditions);
    if (alone) {
      locks.alone();
    } else {
      locks.beside(conditions.stream().map(IdentifierCriterion::toString).toList());
    }
    Map<IdentifierCriterion, List<String>> matches = identifiers.matches(conditions);
    List<Target> targets = Targets.of(writes, matches);
    References.resolve(writes, targets, conditions, matches);

    List<ResourceKey> mayExist =
        targets.stream().filter(target -> !target.isNew()).map(Target::key).distinct().toList();
    if (!alone) {
      locks.lock(Kind.RESOURCE, mayExist.stream().map(ResourceKey::reference).toList());
    }
    List<PlannedWrite> planned = plan(writes, targets, record.current(mayExist));
    addVersions(planned.stream().filter(PlannedWrite::addsVersion).toList());
    Map<ResourceKey, List<Finding>> findings = facts.update(planned, !alone);
    return planned.stream()
        .map(
            write ->
                new Written(
                    write.result(),
                    write.now(),
                    findings.getOrDefault(write.target().key(), List.of())))
        .toList();
  }

  /** A change of the vocabulary concerns every patient. */
  private static boolean mustRunAlone(List<Write> writes, Set<IdentifierCriterion> conditions) {
    return writes.size() > MOST_LOCKS
        || conditions.size() > MOST_LOCKS
        || writes.stream().anyMatch(write -> write.type().equals(Vocabularies.CONCEPT_MAP));
  }

  private List<PlannedWrite> plan(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<PlannedWrite> planned = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      planned.add(plan(writes.get(i), targets.get(i), current.get(targets.get(i).key()), now));
    }
    return planned;
  }

  private static PlannedWrite plan(
      Write write, Target target, @Nullable StoredVersion before, Instant now) {
    if (before == null) {
      StoredVersion first = VersionWriter.write(target.key(), 1, now, write.resource().content());
      return new PlannedWrite(write, target, Written.Result.CREATED, null, first);
    }
    if (!target.stores()) {
      return new PlannedWrite(write, target, Written.Result.MATCHED, before, before);
    }
    if (VersionWriter.isUnchanged(before, write.resource().content())) {
      return new PlannedWrite(write, target, Written.Result.UNCHANGED, before, before);
    }
    StoredVersion next =
        VersionWriter.write(target.key(), before.version() + 1, now, write.resource().content());
    return new PlannedWrite(write, target, Written.Result.UPDATED, before, next);
  }

  private void addVersions(List<PlannedWrite> adding) {
    identifiers.remove(
        adding.stream()
            .filter(write -> write.before() != null)
            .map(write -> write.target().key())
            .toList());
    record.add(adding.stream().map(PlannedWrite::now).toList());
    for (PlannedWrite write : adding) {
      identifiers.add(write.target().key().id(), write.write().resource().identifiers());
    }
  }
}
