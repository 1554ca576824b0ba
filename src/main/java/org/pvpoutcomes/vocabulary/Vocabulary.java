package org.pvpoutcomes.vocabulary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pvpoutcomes.vocabulary.ContradictoryVocabularyException.Place;

/**
 * What codes mean for the study: an immutable table from (target code system, source code system,
 * code) to a code of the target, made from ConceptMaps.
 *
 * <p>An entry of a site's map wins over a shipped one for the same target system, source system and
 * code; also when it says that the code is deliberately not mapped. The codes of our own code
 * systems mean themselves.
 *
 * <p>In the statistical classifications of {@link #HIERARCHICAL} the code itself spells its place
 * in the hierarchy, so a code without an entry takes that of its nearest ancestor: C34.91 that of
 * C34.9, else that of C34.
 */
public final class Vocabulary {

  /** ICD-10 (WHO), ICD-10-CM, ICD-10-GM and OPS: a prefix of a code is its ancestor. */
  static final Set<String> HIERARCHICAL =
      Set.of(
          "http://hl7.org/fhir/sid/icd-10",
          "http://hl7.org/fhir/sid/icd-10-cm",
          "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
          "http://fhir.de/CodeSystem/bfarm/ops");

  /** Length of an ICD category (C34), the shortest code that an ancestor can have. */
  private static final int CATEGORY_LENGTH = 3;

  private final Map<String, Map<String, Map<String, Optional<String>>>> table;

  private Vocabulary(Map<String, Map<String, Map<String, Optional<String>>>> table) {
    this.table = table;
  }

  /**
   * Builds the vocabulary.
   *
   * @param shipped the maps that come with the service
   * @param site the maps of the site; their order does not matter
   * @param knownCodes the codes of each of our code systems, by its URL; groups that target another
   *     system are about something else and ignored
   * @throws UnusableConceptMapException when a map cannot be used
   * @throws ContradictoryVocabularyException when one code has two meanings within the shipped maps
   *     or within the maps of the site
   */
  public static Vocabulary of(
      List<ConceptMapDocument> shipped,
      List<ConceptMapDocument> site,
      Map<String, Set<String>> knownCodes) {
    Map<String, Map<String, Map<String, Optional<String>>>> table = new HashMap<>();
    knownCodes.forEach(
        (system, codes) ->
            codes.forEach(code -> put(table, system, system, code, Optional.of(code))));
    for (List<ConceptMapDocument> documents : List.of(shipped, site)) {
      consistentEntries(documents, knownCodes)
          .values()
          .forEach(
              e ->
                  put(
                      table,
                      e.targetSystem(),
                      e.sourceSystem(),
                      e.code(),
                      Optional.ofNullable(e.targetCode())));
    }
    return new Vocabulary(table);
  }

  /**
   * The code of {@code targetSystem} that {@code code} is; empty when it is not mapped, or
   * deliberately not.
   */
  public Optional<String> target(String targetSystem, String sourceSystem, String code) {
    Map<String, Optional<String>> codes =
        table.getOrDefault(targetSystem, Map.of()).getOrDefault(sourceSystem, Map.of());
    Optional<String> target = codes.get(code);
    if (target != null) {
      return target;
    }
    return HIERARCHICAL.contains(sourceSystem) ? ofAncestor(codes, code) : Optional.empty();
  }

  /** Whether any code of {@code sourceSystem} has an entry for {@code targetSystem}. */
  public boolean reads(String targetSystem, String sourceSystem) {
    return table.getOrDefault(targetSystem, Map.of()).containsKey(sourceSystem);
  }

  private static Optional<String> ofAncestor(Map<String, Optional<String>> codes, String code) {
    if (codes.isEmpty()) {
      return Optional.empty();
    }
    for (int length = code.length() - 1; length >= CATEGORY_LENGTH; length--) {
      if (code.charAt(length - 1) == '.') {
        continue;
      }
      Optional<String> target = codes.get(code.substring(0, length));
      if (target != null) {
        return target;
      }
    }
    return Optional.empty();
  }

  private static Map<Key, ConceptMapReader.Entry> consistentEntries(
      List<ConceptMapDocument> documents, Map<String, Set<String>> knownCodes) {
    Map<Key, ConceptMapReader.Entry> entries = new HashMap<>();
    for (ConceptMapDocument document : documents) {
      for (ConceptMapReader.Entry entry : ConceptMapReader.read(document, knownCodes)) {
        Key key = new Key(entry.targetSystem(), entry.sourceSystem(), entry.code());
        ConceptMapReader.Entry earlier = entries.putIfAbsent(key, entry);
        if (earlier != null && !place(earlier).says().equals(place(entry).says())) {
          throw new ContradictoryVocabularyException(
              entry.sourceSystem() + "|" + entry.code(), place(earlier), place(entry));
        }
      }
    }
    return entries;
  }

  private static Place place(ConceptMapReader.Entry entry) {
    String target = entry.targetCode();
    return new Place(
        entry.map(),
        entry.expression(),
        target == null
            ? "deliberately not mapped to " + entry.targetSystem()
            : "mapped to " + entry.targetSystem() + "|" + target);
  }

  private static void put(
      Map<String, Map<String, Map<String, Optional<String>>>> table,
      String targetSystem,
      String sourceSystem,
      String code,
      Optional<String> target) {
    table
        .computeIfAbsent(targetSystem, system -> new HashMap<>())
        .computeIfAbsent(sourceSystem, system -> new HashMap<>())
        .put(code, target);
  }

  private record Key(String targetSystem, String sourceSystem, String code) {}
}
