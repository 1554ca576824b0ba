package org.pvpoutcomes.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;

/**
 * Turns the references between the entries of one transaction, and its conditional references, into
 * literal ones (FHIR R4 §3.1.0.11.2 and §2.36.4, resolving references in Bundles). A literal
 * reference to something outside the transaction stays as it is: its target may arrive later.
 */
final class References {

  private final List<Write> writes;
  private final List<Target> targets;
  private final Holders holders;
  private final Map<String, String> byFullUrl = new HashMap<>();

  private References(List<Write> writes, List<Target> targets, Holders holders) {
    this.writes = writes;
    this.targets = targets;
    this.holders = holders;
  }

  /**
   * Rewrites all references of the writes in place. Conditions that are no identifier come last:
   * they may ask what a resource refers to.
   *
   * @throws WriteRefusedException when two entries have the same fullUrl, a {@code urn:} names no
   *     entry, or a conditional reference does not match exactly one resource
   */
  static void resolve(List<Write> writes, List<Target> targets, Holders holders) {
    References references = new References(writes, targets, holders);
    references.restore();
    references.indexFullUrls();
    references.resolve(site -> !(site.condition() instanceof Criteria));
    references.resolve(site -> site.condition() instanceof Criteria);
  }

  /** As they were received: a transaction that is repeated has resolved them before. */
  private void restore() {
    for (Write write : writes) {
      for (ReferenceSite site : write.resource().references()) {
        site.element().put("reference", site.reference());
      }
    }
  }

  private void resolve(Predicate<ReferenceSite> which) {
    for (int i = 0; i < writes.size(); i++) {
      for (ReferenceSite site : writes.get(i).resource().references()) {
        String resolved = which.test(site) ? resolved(i, site) : null;
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

  private String conditional(int entry, ReferenceSite site, Condition condition) {
    Set<String> ids = holders.of(condition);
    if (ids.size() == 1) {
      return condition.type() + "/" + ids.iterator().next();
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
   * the entry it names gets another id. What a patch leaves was stored here, and refers to what is
   * stored here.
   */
  private @Nullable String relative(int entry, String reference) {
    String fullUrl = writes.get(entry).fullUrl();
    if (fullUrl == null
        || !fullUrl.startsWith("http")
        || writes.get(entry).kind() == Write.Kind.PATCH) {
      return null;
    }
    int typeAt = fullUrl.lastIndexOf('/', fullUrl.lastIndexOf('/') - 1);
    return typeAt < 0 ? null : byFullUrl.get(fullUrl.substring(0, typeAt + 1) + reference);
  }
}
