package org.pvpoutcomes.vocabulary;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.ContradictoryVocabularyException.Place;

/** What all stored Questionnaires of one canonical URL and version say together. */
final class Edition {

  private final Set<String> linkIds = new HashSet<>();
  private final Map<String, VocabularyEntry> items = new HashMap<>();
  private final Map<String, Map<Answer, Weight>> weights = new HashMap<>();

  /** One answer of a choice. */
  private record Answer(String system, String code) {}

  private record Weight(BigDecimal value, Place place) {}

  /** Notes that there is such an item. */
  void addLinkId(String linkId) {
    linkIds.add(linkId);
  }

  boolean hasLinkId(String linkId) {
    return linkIds.contains(linkId);
  }

  /**
   * Adds what one coding of an item says. That a coding is deliberately not mapped says nothing
   * against another one that is.
   *
   * @throws ContradictoryVocabularyException when the item already is another one
   */
  void addItem(VocabularyEntry entry) {
    VocabularyEntry earlier = items.get(entry.code());
    if (earlier == null || earlier.targetCode() == null) {
      items.put(entry.code(), entry);
    } else if (entry.targetCode() != null
        && !Objects.equals(earlier.targetCode(), entry.targetCode())) {
      throw new ContradictoryVocabularyException(
          entry.sourceSystem() + " item " + entry.code(), Place.of(earlier), Place.of(entry));
    }
  }

  /**
   * Adds the weight of one answer.
   *
   * @param map the Questionnaire
   * @param expression FHIRPath of the answer option
   * @throws ContradictoryVocabularyException when the answer already has another weight
   */
  void addWeight(
      String linkId, String system, String code, BigDecimal weight, String map, String expression) {
    Place place = new Place(map, expression, "given the weight " + weight.toPlainString());
    Weight earlier =
        weights
            .computeIfAbsent(linkId, id -> new HashMap<>())
            .putIfAbsent(new Answer(system, code), new Weight(weight, place));
    if (earlier != null && earlier.value().compareTo(weight) != 0) {
      throw new ContradictoryVocabularyException(
          "The answer " + system + "|" + code + " of item " + linkId, earlier.place(), place);
    }
  }

  /** What the item's codings say; null where they say nothing. */
  @Nullable VocabularyEntry item(String linkId) {
    return items.get(linkId);
  }

  /** The weight of an answer; null where it has none. */
  @Nullable BigDecimal weight(String linkId, String system, String code) {
    Weight weight = weights.getOrDefault(linkId, Map.of()).get(new Answer(system, code));
    return weight == null ? null : weight.value();
  }

  /** All that the codings of items say. */
  Map<String, VocabularyEntry> items() {
    return items;
  }

  /** Whether any answer has a weight. */
  boolean hasWeights() {
    return !weights.isEmpty();
  }

  /** The linkIds about which the two do not say the same; null says nothing. */
  static Set<String> differences(@Nullable Edition one, @Nullable Edition other) {
    Edition before = one == null ? new Edition() : one;
    Edition after = other == null ? new Edition() : other;
    Set<String> linkIds = new HashSet<>(before.linkIds);
    linkIds.addAll(after.linkIds);
    linkIds.removeIf(linkId -> before.said(linkId).equals(after.said(linkId)));
    return linkIds;
  }

  /** All that is said of one linkId, whatever the place. */
  private record Said(
      boolean exists,
      boolean decided,
      Optional<String> targetCode,
      Map<Answer, BigDecimal> weights) {}

  private Said said(String linkId) {
    VocabularyEntry entry = items.get(linkId);
    Map<Answer, BigDecimal> values = new HashMap<>();
    weights
        .getOrDefault(linkId, Map.of())
        .forEach((answer, weight) -> values.put(answer, weight.value()));
    return new Said(
        linkIds.contains(linkId),
        entry != null,
        Optional.ofNullable(entry == null ? null : entry.targetCode()),
        values);
  }
}
