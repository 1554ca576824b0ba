package org.pvpoutcomes.ingest;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * Turns the references between the entries of one transaction, and its conditional references, into
 * literal ones (FHIR R4 §3.1.0.11.2 and §2.36.4, resolving references in Bundles). A literal
 * reference to something outside the transaction stays as it is: its target may arrive later.
 */
final class References {

  private final List<Write> writes;
  private final List<Target> targets;
  private final Set<IdentifierCriterion> conditions;
  private final Map<IdentifierCriterion, List<String>> matches;
  private final Map<String, String> byFullUrl = new HashMap<>();
  private final Map<IdentifierCriterion, Set<String>> byIdentifier = new HashMap<>();

  private References(
      List<Write> writes,
      List<Target> targets,
      Set<IdentifierCriterion> conditions,
      Map<IdentifierCriterion, List<String>> matches) {
    this.writes = writes;
    this.targets = targets;
    this.conditions = conditions;
    this.matches = matches;
  }

  /**
   * Rewrites all references of the writes in place.
   *
   * @throws WriteRefusedException when a {@code urn:} names no entry, or a conditional reference
   *     does not match exactly one resource
   */
  static void resolve(
      List<Write> writes,
      List<Target> targets,
      Set<IdentifierCriterion> conditions,
      Map<IdentifierCriterion, List<String>> matches) {
    References references = new References(writes, targets, conditions, matches);
    references.indexFullUrls();
    references.indexIdentifiers();
    for (int i = 0; i < writes.size(); i++) {
      for (ReferenceSite site : writes.get(i).resource().references()) {
        String resolved = references.resolved(i, site);
        if (resolved != null) {
          site.element().put("reference", resolved);
        }
      }
    }
  }

  private void indexFullUrls() {
    for (int i = 0; i < writes.size(); i++) {
      String fullUrl = writes.get(i).fullUrl();
      if (fullUrl != null && byFullUrl.put(fullUrl, targets.get(i).key().reference()) != null) {
        throw new WriteRefusedException(
            Reason.DUPLICATE_ENTRY,
            i,
            writes.get(i).type(),
            "Another entry of this Bundle has the same fullUrl");
      }
    }
  }

  /**
   * Who carries each identifier that some condition asks for once the transaction is done: what is
   * stored and not written again, and what is written.
   */
  private void indexIdentifiers() {
    for (IdentifierCriterion criterion : conditions) {
      Set<String> ids = new HashSet<>(matches.getOrDefault(criterion, List.of()));
      for (Target target : targets) {
        if (target.stores() && target.key().type().equals(criterion.type())) {
          ids.remove(target.key().id());
        }
      }
      byIdentifier.put(criterion, ids);
    }
    for (int i = 0; i < writes.size(); i++) {
      if (!targets.get(i).stores()) {
        continue;
      }
      for (IdentifierCriterion identifier : writes.get(i).resource().identifiers()) {
        Set<String> ids = byIdentifier.get(identifier);
        if (ids != null) {
          ids.add(targets.get(i).key().id());
        }
      }
    }
  }

  private @Nullable String resolved(int entry, ReferenceSite site) {
    String reference = site.reference();
    if (reference.startsWith("#")) {
      return null;
    }
    String target = byFullUrl.get(reference);
    if (target != null) {
      return target;
    }
    if (reference.startsWith("urn:")) {
      throw new WriteRefusedException(
          Reason.UNRESOLVED_REFERENCE,
          entry,
          site.expression(),
          "The reference names no entry of this Bundle: no fullUrl is equal to it");
    }
    if (site.condition() != null) {
      return conditional(entry, site, site.condition());
    }
    return relative(entry, reference);
  }

  private String conditional(int entry, ReferenceSite site, IdentifierCriterion criterion) {
    Set<String> ids = byIdentifier.getOrDefault(criterion, Set.of());
    if (ids.size() == 1) {
      return criterion.type() + "/" + ids.iterator().next();
    }
    throw ids.isEmpty()
        ? new WriteRefusedException(
            Reason.UNRESOLVED_REFERENCE,
            entry,
            site.expression(),
            "The conditional reference matches nothing; send its target first or in this Bundle")
        : new WriteRefusedException(
            Reason.MULTIPLE_MATCHES,
            entry,
            site.expression(),
            "The conditional reference matches " + ids.size() + " resources; it must match one");
  }

  /**
   * A relative reference is relative to the base of its own entry's fullUrl; it is rewritten when
   * the entry it names gets another id.
   */
  private @Nullable String relative(int entry, String reference) {
    String fullUrl = writes.get(entry).fullUrl();
    if (fullUrl == null || !fullUrl.startsWith("http")) {
      return null;
    }
    int typeAt = fullUrl.lastIndexOf('/', fullUrl.lastIndexOf('/') - 1);
    return typeAt < 0 ? null : byFullUrl.get(fullUrl.substring(0, typeAt + 1) + reference);
  }
}
