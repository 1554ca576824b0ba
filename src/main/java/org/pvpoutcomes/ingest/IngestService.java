package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.ClosedPast;
import org.pvpoutcomes.record.Condition;
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
 * PatientDerivation} explains. When the call returns, all of it is committed, unless the caller has
 * a transaction of its own around it.
 */
@ApplicationScoped
public class IngestService {

  private final WriteLocks locks;
  private final RecordRepository record;
  private final IdentifierRepository identifiers;
  private final ConditionMatcher conditionMatcher;
  private final SearchWriter search;
  private final FactWriter facts;
  private final Vocabularies vocabularies;
  private final ClosedPast past;
  private final Clock clock;

  IngestService(
      WriteLocks locks,
      RecordRepository record,
      IdentifierRepository identifiers,
      ConditionMatcher conditionMatcher,
      SearchWriter search,
      FactWriter facts,
      Vocabularies vocabularies,
      ClosedPast past,
      Clock clock) {
    this.locks = locks;
    this.record = record;
    this.identifiers = identifiers;
    this.conditionMatcher = conditionMatcher;
    this.search = search;
    this.facts = facts;
    this.vocabularies = vocabularies;
    this.past = past;
    this.clock = clock;
  }

  /**
   * Stores, changes or deletes all of {@code writes} in one transaction, the caller's if it has
   * one. Deletes come before creates, and creates before updates and patches, whatever their order
   * in the list (FHIR R4 http.html#trules): no resource is written twice, so that the order shows
   * only in what conditions and references find. What was written can be read when the call
   * returns, also by queries of the caller's transaction, which calls at most once: a second call
   * would take locks out of order. A caller with a transaction runs it in a {@link Repetition}.
   *
   * @return what became of each, in the same order
   * @throws WriteRefusedException when one of them cannot be stored; then nothing is
   * @throws RuntimeException what a {@link Patch} throws; then nothing is stored either
   */
  public List<Written> transaction(List<Write> writes) {
    return Repetition.of(() -> attempt(writes));
  }

  private List<Written> attempt(List<Write> writes) {
    Set<Condition> conditions = Conditions.of(writes);
    boolean alone = mustRunAlone(writes, conditions);
    if (alone) {
      locks.alone();
    } else {
      locks.beside(conditions.stream().map(Condition::lockName).toList());
    }
    Vocabulary before = mayChangeVocabulary(writes) ? vocabularies.currentIfUsable() : null;
    Map<Condition, List<String>> matches = conditionMatcher.matches(conditions, writes.size());
    List<Target> targets = Targets.of(writes, matches);
    boolean patches = Patches.areIn(writes);
    if (!patches) {
      resolve(writes, targets, matches);
    }
    lockResources(writes, targets, alone);
    targets =
        Patches.confirmed(
            writes,
            targets,
            conditionMatcher.matches(Patches.conditionsToConfirm(writes), Integer.MAX_VALUE / 2));
    Map<ResourceKey, StoredVersion> current = record.current(mayExist(targets));
    if (patches && !alone) {
      Patches.refuseNewLinks(writes, targets, current);
    }
    OvertakenUpdates.refuse(writes, targets, matches, current);
    Preconditions.require(writes, targets, current);
    List<Write> known = patches ? patched(writes, targets, current, matches) : writes;
    List<Written> written = store(plan(known, targets, current), known.size(), before, !alone);
    record.flush();
    return written;
  }

  private static List<ResourceKey> mayExist(List<Target> targets) {
    return targets.stream().filter(target -> !target.isNew()).map(Target::key).distinct().toList();
  }

  private void lockResources(List<Write> writes, List<Target> targets, boolean alone) {
    if (!alone) {
      Set<String> resources = LinkedPatients.of(writes);
      mayExist(targets).forEach(key -> resources.add(key.reference()));
      locks.lock(Kind.RESOURCE, resources);
    }
  }

  private static void resolve(
      List<Write> writes, List<Target> targets, Map<Condition, List<String>> matches) {
    Holders holders = new Holders(writes, targets, matches);
    References.resolve(writes, targets, holders);
    OwnConditions.require(writes, targets, holders);
  }

  /**
   * The writes with their patches applied and all references resolved. What a conditional reference
   * in a patch asks for is known only here, when it is too late for a lock on the condition: it
   * finds what was stored by now.
   */
  private List<Write> patched(
      List<Write> writes,
      List<Target> targets,
      Map<ResourceKey, StoredVersion> current,
      Map<Condition, List<String>> matches) {
    List<Write> applied = Patches.applied(writes, targets, current);
    Set<Condition> ofPatches = Conditions.ofReferences(applied);
    ofPatches.removeAll(Conditions.of(writes));
    Map<Condition, List<String>> all = new HashMap<>(matches);
    all.putAll(conditionMatcher.matches(ofPatches, writes.size()));
    resolve(applied, targets, all);
    return applied;
  }

  private List<Written> store(
      List<PlannedWrite> planned, int writes, @Nullable Vocabulary before, boolean lockPatients) {
    Map<ResourceKey, List<IdentifierCriterion>> identifiersBefore =
        addVersions(planned.stream().filter(PlannedWrite::addsVersion).toList());
    FactWriter.Effects effects = facts.update(planned, identifiersBefore, before, lockPatients);
    List<Written> written = new ArrayList<>(Collections.nCopies(writes, Written.NEVER_THERE));
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

  /**
   * A change of the vocabulary concerns every write that comes after it; the links of a Patient
   * that is patched are not known in time to be locked, unless it has none and gets none.
   */
  private boolean mustRunAlone(List<Write> writes, Set<Condition> conditions) {
    return writes.size() > WriteLocks.MOST_OF_A_KIND
        || conditions.size() > WriteLocks.MOST_OF_A_KIND
        || mayChangeVocabulary(writes)
        || Patches.mayChangeLinks(writes)
        || record.current(Patches.leavingLinks(writes)).values().stream()
            .anyMatch(Patches::hasLinks);
  }

  private static boolean mayChangeVocabulary(List<Write> writes) {
    return writes.stream().anyMatch(write -> Vocabularies.isPartOfVocabulary(write.type()));
  }

  private List<PlannedWrite> plan(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    Instant now = past.dateOfNext(clock.instant().truncatedTo(ChronoUnit.MILLIS));
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
    search.update(adding);
    return before;
  }
}
