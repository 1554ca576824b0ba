package org.pvpoutcomes.vocabulary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of one ConceptMap that target our code systems.
 *
 * <p>An entry must mean "whatever has the source code is a target", because that is how it is used.
 * Of the equivalences of FHIR R4 (http://hl7.org/fhir/R4/codesystem-concept-map-equivalence.html)
 * {@code equal}, {@code equivalent}, {@code wider} (the target is wider than the source) and {@code
 * subsumes} (the source is-a target) say so; {@code unmatched} and {@code disjoint} say that the
 * code is deliberately not mapped; {@code relatedto}, {@code inexact}, {@code narrower} and {@code
 * specializes} do not say so and are refused, as is what would narrow an entry ({@code dependsOn},
 * {@code product}) or widen a group ({@code unmapped}).
 */
final class ConceptMapReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> IS_A = Set.of("equal", "equivalent", "wider", "subsumes");
  private static final Set<String> IS_NOT = Set.of("unmatched", "disjoint");

  private final Map<String, Set<String>> knownCodes;
  private final VocabularyEntry.Origin origin;
  private final String map;
  private final List<VocabularyEntry> entries = new ArrayList<>();

  private ConceptMapReader(
      Map<String, Set<String>> knownCodes, VocabularyEntry.Origin origin, String map) {
    this.knownCodes = knownCodes;
    this.origin = origin;
    this.map = map;
  }

  /**
   * What one ConceptMap says.
   *
   * @param source the map, its entries not counted yet
   */
  record Read(VocabularySource source, List<VocabularyEntry> entries) {}

  /**
   * The entries of {@code document}; none when it is retired.
   *
   * @param origin who says them
   * @param knownCodes the codes of each of our code systems, by its URL
   * @throws UnusableConceptMapException when the document is no ConceptMap, or an entry for one of
   *     our code systems cannot be used
   */
  static Read read(
      ConceptMapDocument document,
      VocabularyEntry.Origin origin,
      Map<String, Set<String>> knownCodes) {
    ConceptMapReader reader = new ConceptMapReader(knownCodes, origin, document.name());
    JsonNode root = reader.parse(document.json());
    if (!"retired".equals(root.path("status").textValue())) {
      int index = 0;
      for (JsonNode group : root.path("group")) {
        reader.readGroup(group, "ConceptMap.group[" + index++ + "]");
      }
    }
    return new Read(
        VocabularySource.of(origin, document.name(), root), List.copyOf(reader.entries));
  }

  private JsonNode parse(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw unusable("ConceptMap", "This is not JSON");
    }
    if (!"ConceptMap".equals(root.path("resourceType").textValue())) {
      throw unusable("ConceptMap", "This is not a ConceptMap: resourceType says something else");
    }
    return root;
  }

  private void readGroup(JsonNode group, String place) {
    String target = Canonical.withoutVersion(group.path("target").asText(""));
    if (!knownCodes.containsKey(target)) {
      // A map may be about other things, but nobody means a system of ours that does not exist.
      if (target.startsWith(Canonical.AUTHORITY)) {
        throw unusable(
            place + ".target",
            "This service has no code system "
                + target
                + ". It has "
                + String.join(", ", new TreeSet<>(knownCodes.keySet())));
      }
      return;
    }
    String source = Canonical.withoutVersion(group.path("source").asText(""));
    if (source.isBlank()) {
      throw unusable(place + ".source", "Name the code system (or questionnaire) of the codes");
    }
    if (source.equals(target)) {
      throw unusable(place + ".source", "A code system of this service cannot be mapped to itself");
    }
    if (source.equals(Canonical.URI) && target.equals(Canonical.QLQ_BM22_ITEM)) {
      requireLeftOut(group, place);
    }
    if (group.has("unmapped")) {
      throw unusable(place + ".unmapped", "Not supported: list the codes as elements instead");
    }
    int index = 0;
    for (JsonNode element : group.path("element")) {
      readElement(element, target, source, place + ".element[" + index++ + "]");
    }
  }

  /** A whole questionnaire can be left out by its URL, but is no item. */
  private void requireLeftOut(JsonNode group, String place) {
    for (JsonNode element : group.path("element")) {
      for (JsonNode node : element.path("target")) {
        if (!IS_NOT.contains(node.path("equivalence").asText(""))) {
          throw unusable(
              place + ".source",
              "A questionnaire is no item: name its canonical URL as the source and its linkIds as"
                  + " the codes, or leave it out with the equivalence unmatched");
        }
      }
    }
  }

  private void readElement(JsonNode element, String target, String source, String place) {
    String code = element.path("code").asText("");
    if (code.isBlank()) {
      throw unusable(place + ".code", "Each element needs the code that it maps");
    }
    if (element.path("target").isEmpty()) {
      throw unusable(
          place + ".target",
          "Each element needs a target; use the equivalence unmatched to leave a code out");
    }
    int index = 0;
    for (JsonNode node : element.path("target")) {
      String targetCode = targetCode(node, target, place + ".target[" + index++ + "]");
      entries.add(new VocabularyEntry(target, source, code, targetCode, origin, map, place));
    }
  }

  private @Nullable String targetCode(JsonNode node, String target, String place) {
    String equivalence = node.path("equivalence").asText("");
    if (IS_NOT.contains(equivalence)) {
      return null;
    }
    if (!IS_A.contains(equivalence)) {
      throw unusable(
          place + ".equivalence",
          "Only equal, equivalent, wider and subsumes say that the source is a target;"
              + " use unmatched to leave a code out");
    }
    for (String unsupported : List.of("dependsOn", "product")) {
      if (!node.path(unsupported).isEmpty()) {
        throw unusable(place + "." + unsupported, "Not supported: a code must mean one thing");
      }
    }
    String code = node.path("code").asText("");
    if (code.isBlank()) {
      throw unusable(place + ".code", "The target needs a code");
    }
    if (!knownCodes.getOrDefault(target, Set.of()).contains(code)) {
      throw unusable(place + ".code", "The code " + code + " does not exist in " + target);
    }
    return code;
  }

  private UnusableConceptMapException unusable(String expression, String text) {
    return new UnusableConceptMapException(map, expression, text);
  }
}
