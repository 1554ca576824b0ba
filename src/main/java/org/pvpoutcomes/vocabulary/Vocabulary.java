package org.pvpoutcomes.vocabulary;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.VocabularyEntry.Origin;

/**
 * What codes mean for the study: an immutable table from (target code system, source code system,
 * code) to a code of the target, made from ConceptMaps and Questionnaires.
 *
 * <p>An entry of a site's map wins over a shipped one for the same target system, source system and
 * code; also when it says that the code is deliberately not mapped. The codes of our own code
 * systems mean themselves.
 *
 * <p>In the statistical classifications of {@link #HIERARCHICAL} the code itself spells its place
 * in the hierarchy, so a code without an entry takes that of its nearest ancestor: C34.91 that of
 * C34.9, else that of C34.
 *
 * <p>The source system may also be the canonical of a questionnaire, with or without version, and
 * the code a linkId. A ConceptMap's entry for that holds for every version. For {@link
 * Canonical#QLQ_BM22_ITEM} it wins over the codings in the stored Questionnaires.
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

  private final EntryTable conceptMaps;
  private final Questionnaires questionnaires;

  private Vocabulary(EntryTable conceptMaps, Questionnaires questionnaires) {
    this.conceptMaps = conceptMaps;
    this.questionnaires = questionnaires;
  }

  /** As {@link #of(List, List, List, Map)}, without Questionnaires. */
  public static Vocabulary of(
      List<ConceptMapDocument> shipped,
      List<ConceptMapDocument> site,
      Map<String, Set<String>> knownCodes) {
    return of(shipped, site, List.of(), knownCodes);
  }

  /**
   * Builds the vocabulary.
   *
   * @param shipped the maps that come with the service
   * @param site the maps of the site; their order does not matter
   * @param questionnaires the questionnaires of the site; their order does not matter
   * @param knownCodes the codes of each of our code systems, by its URL; groups that target another
   *     system are about something else and ignored
   * @throws UnusableConceptMapException when a map cannot be used
   * @throws ContradictoryVocabularyException when one code has two meanings within the shipped maps
   *     or within the maps of the site, or one item of a questionnaire has
   */
  public static Vocabulary of(
      List<ConceptMapDocument> shipped,
      List<ConceptMapDocument> site,
      List<QuestionnaireDocument> questionnaires,
      Map<String, Set<String>> knownCodes) {
    EntryTable conceptMaps = new EntryTable(shipped, site, knownCodes);
    return new Vocabulary(conceptMaps, new Questionnaires(questionnaires, conceptMaps));
  }

  /**
   * The code of {@code targetSystem} that {@code code} is; empty when it is not mapped, or
   * deliberately not.
   */
  public Optional<String> target(String targetSystem, String sourceSystem, String code) {
    VocabularyEntry entry = lookUp(targetSystem, sourceSystem, code);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.targetCode());
  }

  /**
   * Whether the vocabulary says what {@code code} is for {@code targetSystem}: that it is one of
   * its codes, or deliberately none of them. What is not decided is open work for whoever connects
   * a hospital.
   */
  public boolean isDecided(String targetSystem, String sourceSystem, String code) {
    return lookUp(targetSystem, sourceSystem, code) != null;
  }

  /**
   * The entry that decides on {@code code}, which may be that of an ancestor; empty when none does.
   */
  public Optional<VocabularyEntry> entry(String targetSystem, String sourceSystem, String code) {
    return Optional.ofNullable(lookUp(targetSystem, sourceSystem, code));
  }

  /** Whether any code of {@code sourceSystem} has an entry for {@code targetSystem}. */
  public boolean reads(String targetSystem, String sourceSystem) {
    return !conceptMaps.entries(targetSystem, Canonical.withoutVersion(sourceSystem)).isEmpty()
        || (targetSystem.equals(Canonical.QLQ_BM22_ITEM) && questionnaires.reads(sourceSystem));
  }

  /**
   * A code as it is read for one of our code systems.
   *
   * @param targetSystem the code system of this service
   * @param sourceSystem the code system of the code, or the canonical of a questionnaire
   */
  public record CodeUse(String targetSystem, String sourceSystem, String code) {}

  /**
   * What has to be read again when {@code other} comes into force in the place of this: the codes
   * with an entry in one of the two that the other does not have, or has otherwise. That a code is
   * deliberately not mapped is such an entry. In a hierarchical system the meaning of the
   * descendants of such a code may differ too, and of a questionnaire that of other versions.
   */
  public Set<CodeUse> changesTo(Vocabulary other) {
    Set<CodeUse> changes = new HashSet<>();
    conceptMaps.addMissingOrOther(other.conceptMaps, changes);
    other.conceptMaps.addMissingOrOther(conceptMaps, changes);
    questionnaires.addDifferences(other.questionnaires, changes);
    return changes;
  }

  /**
   * The weight that the stored Questionnaires give to an answer of a choice by the extension {@code
   * ordinalValue} or {@code itemWeight}; empty where they give none, or where the versions that the
   * canonical may mean differ. Only for items that are one of ours.
   *
   * @param canonical of the questionnaire, with or without version
   * @param system code system of the answer; may be empty
   */
  public Optional<BigDecimal> weight(String canonical, String linkId, String system, String code) {
    return Optional.ofNullable(questionnaires.weight(canonical, linkId, system, code));
  }

  /** The ConceptMaps it was made from: the shipped ones, then those of the site. */
  public List<VocabularySource> conceptMaps() {
    return conceptMaps.sources();
  }

  /** The Questionnaires it was made from, also those that say nothing to it. */
  public List<VocabularySource> questionnaires() {
    return questionnaires.sources();
  }

  /**
   * How many codes of other code systems (and linkIds of questionnaires) are each code of {@code
   * targetSystem}; codes that none is are left out.
   */
  public Map<String, Integer> sourceCodes(String targetSystem) {
    Map<String, Set<String>> sources = new TreeMap<>();
    conceptMaps.of(targetSystem).stream()
        .filter(entry -> entry.origin() != Origin.OWN)
        .forEach(entry -> addSource(sources, entry));
    if (targetSystem.equals(Canonical.QLQ_BM22_ITEM)) {
      questionnaires.entries().stream()
          .filter(e -> conceptMaps.entry(targetSystem, e.sourceSystem(), e.code()) == null)
          .forEach(entry -> addSource(sources, entry));
    }
    Map<String, Integer> counts = new TreeMap<>();
    sources.forEach((code, codes) -> counts.put(code, codes.size()));
    return counts;
  }

  private static void addSource(Map<String, Set<String>> sources, VocabularyEntry entry) {
    if (entry.targetCode() != null) {
      sources
          .computeIfAbsent(entry.targetCode(), code -> new HashSet<>())
          .add(entry.sourceSystem() + "|" + entry.code());
    }
  }

  private @Nullable VocabularyEntry lookUp(String targetSystem, String sourceSystem, String code) {
    Map<String, VocabularyEntry> codes =
        conceptMaps.entries(targetSystem, Canonical.withoutVersion(sourceSystem));
    VocabularyEntry entry = codes.get(code);
    if (entry == null && HIERARCHICAL.contains(sourceSystem)) {
      return ofAncestor(codes, code);
    }
    if (entry == null && targetSystem.equals(Canonical.QLQ_BM22_ITEM)) {
      return questionnaires.item(sourceSystem, code);
    }
    return entry;
  }

  private static @Nullable VocabularyEntry ofAncestor(
      Map<String, VocabularyEntry> codes, String code) {
    if (codes.isEmpty()) {
      return null;
    }
    for (int length = code.length() - 1; length >= CATEGORY_LENGTH; length--) {
      if (code.charAt(length - 1) == '.') {
        continue;
      }
      VocabularyEntry entry = codes.get(code.substring(0, length));
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }
}
