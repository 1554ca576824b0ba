package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write.Kind;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.StoredVersion;

/**
 * The patches of one transaction. Each is applied to the version that is current under the lock on
 * the resource, so that of two patches at once the later one sees what the earlier one did; then it
 * is an update like any other (FHIR R4 http.html#patch).
 */
final class Patches {

  private Patches() {}

  /** Whether there are any. */
  static boolean areIn(List<Write> writes) {
    return writes.stream().anyMatch(write -> write.kind() == Kind.PATCH);
  }

  /**
   * Whether the transaction must run alone: which Patients a link names must be locked together
   * with what is written, and is not known before a patch is applied. A patch that leaves the links
   * alone, of a Patient whose id is known, need not, provided that the Patient has none: see {@link
   * #leavingLinks}.
   */
  static boolean mayChangeLinks(List<Write> writes) {
    return areIn(writes)
        && writes.stream()
            .filter(write -> write.type().equals(Affected.PATIENT))
            .anyMatch(
                write ->
                    write.patch() == null
                        ? write.resource().content().has(LinkedPatients.LINK)
                        : write.condition() != null
                            || write.patch().mayChange(LinkedPatients.LINK));
  }

  /** The Patients that are patched under a known id; none if {@link #mayChangeLinks}. */
  static List<ResourceKey> leavingLinks(List<Write> writes) {
    return writes.stream()
        .filter(write -> write.type().equals(Affected.PATIENT) && write.kind() == Kind.PATCH)
        .filter(write -> write.id() != null)
        .map(write -> new ResourceKey(write.type(), Objects.requireNonNull(write.id())))
        .toList();
  }

  /** Whether a Patient has links, or a text that looks like them, which costs but time. */
  static boolean hasLinks(StoredVersion patient) {
    return patient.content().contains('"' + LinkedPatients.LINK + '"');
  }

  /**
   * Requires that no Patient got links between the look at it and the lock on it.
   *
   * @param current the current versions, read under their locks
   * @throws WriteRefusedException OVERTAKEN if one did
   */
  static void refuseNewLinks(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    for (int i = 0; i < writes.size(); i++) {
      StoredVersion stored = current.get(targets.get(i).key());
      if (writes.get(i).kind() == Kind.PATCH
          && writes.get(i).type().equals(Affected.PATIENT)
          && stored != null
          && hasLinks(stored)) {
        throw new WriteRefusedException(
            Reason.OVERTAKEN,
            i,
            Affected.PATIENT,
            "Another request has just linked the patient; send the patch again");
      }
    }
  }

  /**
   * The writes, each patch with the resource that it makes of the current version.
   *
   * @param current the current versions, read under their locks
   * @throws WriteRefusedException if the resource to patch is not there, or if its id or type
   *     changes
   */
  static List<Write> applied(
      List<Write> writes, List<Target> targets, Map<ResourceKey, StoredVersion> current) {
    List<Write> applied = new ArrayList<>(writes.size());
    for (int i = 0; i < writes.size(); i++) {
      Patch patch = writes.get(i).patch();
      applied.add(
          patch == null
              ? writes.get(i)
              : applied(i, writes.get(i), patch, current.get(targets.get(i).key())));
    }
    return applied;
  }

  private static Write applied(
      int entry, Write write, Patch patch, @Nullable StoredVersion current) {
    if (current == null) {
      throw new WriteRefusedException(
          Reason.NOT_FOUND,
          entry,
          write.type(),
          write.condition() == null
              ? "There is no such resource to patch; create it first"
              : "No resource matches the condition; a patch needs one that is there already");
    }
    if (current.isDeletion()) {
      throw new WriteRefusedException(
          Reason.DELETED,
          entry,
          write.type(),
          "The resource to patch is deleted; an update brings it back");
    }
    CheckedResource result = patch.apply(VersionWriter.read(current));
    ObjectNode content = result.content();
    JsonNode id = content.get("id");
    if (!result.type().equals(write.type()) || id == null || !current.id().equals(id.textValue())) {
      throw new WriteRefusedException(
          Reason.ID_MISMATCH,
          entry,
          write.type() + ".id",
          "A patch cannot change the type or the id of a resource; leave out that operation");
    }
    return write.patched(result);
  }

  /** The conditions of all that finds its resource by one and does nothing if there is none. */
  static Set<Condition> conditionsToConfirm(List<Write> writes) {
    Set<Condition> conditions = new LinkedHashSet<>();
    for (Write write : writes) {
      Condition condition = write.condition();
      if (condition != null && mustStillMatch(write)) {
        conditions.add(condition);
      }
    }
    return conditions;
  }

  /**
   * The targets, without those of conditional deletes and patches that no longer meet their
   * condition. An update by id does not lock the conditions that its resource met: it may have come
   * between the match and the lock on the resource, and what no longer meets the condition must be
   * neither deleted nor patched.
   *
   * @param matches what {@link #conditionsToConfirm} match now that the resources are locked
   */
  static List<Target> confirmed(
      List<Write> writes, List<Target> targets, Map<Condition, List<String>> matches) {
    List<Target> confirmed = new ArrayList<>(targets);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      Condition condition = write.condition();
      if (condition != null
          && mustStillMatch(write)
          && !matches.getOrDefault(condition, List.of()).contains(targets.get(i).key().id())) {
        confirmed.set(i, Target.existing(write, null));
      }
    }
    return confirmed;
  }

  private static boolean mustStillMatch(Write write) {
    return write.kind() == Kind.DELETE || write.kind() == Kind.PATCH;
  }
}
