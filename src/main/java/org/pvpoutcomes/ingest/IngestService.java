package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.IdentifierRepository;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.record.WriteLocks.Kind;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Stores and deletes resources: all of a list or none, each as a new version, with everything that
 * follows from them for the studies.
 *
 * <p>The order of the steps is also the order of the locks (see {@link WriteLocks}): conditions are
 * locked and matched; references are resolved; resources that may exist are locked and read; the
 * new versions are mapped; the patients they are about are locked and derived again, as {@link
 * PatientDerivation} explains. When the call returns, all of it is committed.
 */
@ApplicationScoped
public class IngestService {

  private final WriteLocks locks;
  private final RecordRepository record;
  private final IdentifierRepository identifiers;
  private final FactWriter facts;
  private final Vocabularies vocabularies;
  private final Clock clock;

  IngestService(
      WriteLocks locks,
      RecordRepository record,
      IdentifierRepository identifiers,
      FactWriter facts,
      Vocabularies vocabularies,
      Clock clock) {
    this.locks = locks;
    this.record = record;
    this.identifiers = identifiers;
    this.facts = facts;
    this.vocabularies = vocabularies;
    this.clock = clock;
  }

  /**
   * Stores or deletes all of {@code writes} in one transaction. Deletes come before the others,
   * whatever their order in the list.
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
    Vocabulary before = mayChangeVocabulary(writes) ? vocabularies.currentIfUsable() : null;
    Map<IdentifierCriterion, List<String>> matches = identifiers.matches(conditions);
    List<Target> targets = Targets.of(writes, matches);
    References.resolve(writes, targets, conditions, matches);

    List<ResourceKey> mayExist =
        targets.stream().filter(target -> !target.isNew()).map(Target::key).distinct().toList();
    if (!alone) {
      Set<String> resources = LinkedPatients.of(writes);
      mayExist.forEach(key -> resources.add(key.reference()));
      locks.lock(Kind.RESOURCE, resources);
    }
    targets =
        Deletions.confirmed(writes, targets, identifiers.matches(Deletions.conditions(writes)));
    List<PlannedWrite> planned = plan(writes, targets, record.current(mayExist));
    Map<ResourceKey, List<IdentifierCriterion>> identifiersBefore =
        addVersions(planned.stream().filter(PlannedWrite::addsVersion).toList());
    FactWriter.Effects effects = facts.update(planned, identifiersBefore, before, !alone);
    List<Written> written =
        new ArrayList<>(Collections.nCopies(writes.size(), Written.NEVER_THERE));
    planned.forEach(write -> written.set(write.entry(), written(write, effects)));
    return written;
  }

  private static Written written(PlannedWrite write, FactWriter.Effects effects) {
    boolean changesVocabulary =
        write.addsVersion() && Vocabularies.isPartOfVocabulary(write.now().type());
    return new Written(
        write.result(),
        write.now(),
        effects.findings().getOrDefault(write.target().key(), List.of()),
        changesVocabulary ? effects.mappedAgain() : 0);
  }

  /** A change of the vocabulary concerns every write that comes after it. */
  private static boolean mustRunAlone(List<Write> writes, Set<IdentifierCriterion> conditions) {
    return writes.size() > WriteLocks.MOST_OF_A_KIND
        || conditions.size() > WriteLocks.MOST_OF_A_KIND
        || mayChangeVocabulary(writes);
  }

  private static boolean mayChangeVocabulary(List<Write> writes) {
    return writes.stream().anyMatch(write -> Vocabularies.isPartOfVocabulary(write.type()));
  }

  private List<PlannedWrite> plan(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<PlannedWrite> planned = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Target target = targets.get(i);
      StoredVersion before = current.get(target.key());
      if (write.kind() != Write.Kind.DELETE) {
        planned.add(plan(i, write, target, before, now));
      } else if (before != null) {
        planned.add(Deletions.plan(i, write, target, before, now));
      }
    }
    return planned;
  }

  private PlannedWrite plan(
      int entry, Write write, Target target, @Nullable StoredVersion before, Instant now) {
    if (before != null && !target.stores()) {
      StoredVersion matched = before.isDeletion() ? deletedMeanwhile(before) : before;
      return new PlannedWrite(entry, write, target, Written.Result.MATCHED, matched, matched);
    }
    boolean creates = before == null || before.isDeletion();
    if (before != null
        && !creates
        && VersionWriter.isUnchanged(before, write.resource().content())) {
      return new PlannedWrite(entry, write, target, Written.Result.UNCHANGED, before, before);
    }
    StoredVersion next =
        VersionWriter.write(
            target.key(),
            before == null ? 1 : before.version() + 1,
            now,
            write.resource().content());
    return new PlannedWrite(
        entry,
        write,
        target,
        creates ? Written.Result.CREATED : Written.Result.UPDATED,
        before,
        next);
  }

  /**
   * What a conditional create has found, although it was deleted between the match and the lock on
   * the resource: the create takes its place before that deletion.
   */
  private StoredVersion deletedMeanwhile(StoredVersion deletion) {
    return record
        .version(deletion.type(), deletion.id(), deletion.version() - 1)
        .orElseThrow(() -> new IllegalStateException("A deletion follows a version"));
  }

  /** Returns the identifiers that resources had which get a new version. */
  private Map<ResourceKey, List<IdentifierCriterion>> addVersions(List<PlannedWrite> adding) {
    Map<ResourceKey, List<IdentifierCriterion>> before =
        identifiers.remove(
            adding.stream()
                .filter(write -> write.before() != null)
                .map(write -> write.target().key())
                .toList());
    record.add(adding.stream().map(PlannedWrite::now).toList());
    for (PlannedWrite write : adding) {
      identifiers.add(write.target().key().id(), write.write().resource().identifiers());
    }
    return before;
  }
}
