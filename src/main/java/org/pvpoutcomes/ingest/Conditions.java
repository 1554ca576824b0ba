package org.pvpoutcomes.ingest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * All conditions of one transaction: those of conditional creates and updates, and those that
 * conditional references state ({@code Patient?identifier=system|value}, FHIR R4 §3.1.0.11.3).
 */
final class Conditions {

  private static final String IDENTIFIER = "identifier=";

  private final Map<String, IdentifierCriterion> ofReferences = new LinkedHashMap<>();
  private final Set<IdentifierCriterion> all = new LinkedHashSet<>();

  private Conditions() {}

  /**
   * Collects them.
   *
   * @throws WriteRefusedException for two writes with the same condition, and for a conditional
   *     reference that cannot be read
   */
  static Conditions of(List<Write> writes) {
    Conditions conditions = new Conditions();
    for (int i = 0; i < writes.size(); i++) {
      IdentifierCriterion condition = writes.get(i).condition();
      if (condition != null && !conditions.all.add(condition)) {
        throw new WriteRefusedException(
            WriteRefusedException.Reason.DUPLICATE_ENTRY,
            i,
            writes.get(i).type(),
            "Another entry of this Bundle has the same condition; send one of them");
      }
    }
    for (int i = 0; i < writes.size(); i++) {
      for (ReferenceSite site : writes.get(i).resource().references()) {
        conditions.addReference(i, site);
      }
    }
    return conditions;
  }

  private void addReference(int entry, ReferenceSite site) {
    String reference = site.reference();
    if (!isConditional(reference) || ofReferences.containsKey(reference)) {
      return;
    }
    IdentifierCriterion criterion =
        read(reference)
            .orElseThrow(
                () ->
                    new WriteRefusedException(
                        WriteRefusedException.Reason.UNRESOLVED_REFERENCE,
                        entry,
                        site.expression(),
                        "A conditional reference must have the form"
                            + " Type?identifier=system|value"));
    ofReferences.put(reference, criterion);
    all.add(criterion);
  }

  /** Every condition once. */
  Set<IdentifierCriterion> all() {
    return all;
  }

  /** What the conditional reference asks for. */
  IdentifierCriterion ofReference(String reference) {
    IdentifierCriterion criterion = ofReferences.get(reference);
    if (criterion == null) {
      throw new IllegalArgumentException("Not a conditional reference of this transaction");
    }
    return criterion;
  }

  /** Whether a literal reference is a search rather than an address. */
  static boolean isConditional(String reference) {
    int question = reference.indexOf('?');
    return question > 0 && reference.chars().limit(question).allMatch(Character::isLetter);
  }

  private static Optional<IdentifierCriterion> read(String reference) {
    int question = reference.indexOf('?');
    String query = reference.substring(question + 1);
    if (!query.startsWith(IDENTIFIER) || query.indexOf('&') >= 0) {
      return Optional.empty();
    }
    String token;
    try {
      token = URLDecoder.decode(query.substring(IDENTIFIER.length()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    int bar = token.indexOf('|');
    if (bar < 0 || bar == token.length() - 1) {
      return Optional.empty();
    }
    return Optional.of(
        new IdentifierCriterion(
            reference.substring(0, question), token.substring(0, bar), token.substring(bar + 1)));
  }
}
