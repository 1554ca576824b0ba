package org.pvpoutcomes.vocabulary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.vocabulary.VocabularyEntry.Origin;

/**
 * Reads the items of one Questionnaire, at any depth: what their codings say, and the weights of
 * their answers.
 *
 * <p>A weight is the extension {@code ordinalValue} (FHIR R4) or its successor {@code itemWeight}
 * of an {@code answerOption} or of its {@code valueCoding}; both places are in use.
 */
final class QuestionnaireReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> WEIGHTS =
      Set.of(
          "http://hl7.org/fhir/StructureDefinition/ordinalValue",
          "http://hl7.org/fhir/StructureDefinition/itemWeight");

  private final VocabularySource source;
  private final boolean inForce;
  private final List<Item> items = new ArrayList<>();

  private record Item(String linkId, JsonNode node, String place) {}

  /**
   * Finds the items of {@code document}; none when it is retired or has no URL to be named by.
   *
   * @throws UnusableConceptMapException when the document is no Questionnaire
   */
  QuestionnaireReader(QuestionnaireDocument document) {
    JsonNode root = parse(document);
    this.source = VocabularySource.of(Origin.SITE, document.name(), root);
    this.inForce = source.url() != null && !"retired".equals(root.path("status").textValue());
    if (inForce) {
      collect(root.path("item"), "Questionnaire");
    }
  }

  /** The questionnaire, its items not counted yet. */
  VocabularySource source() {
    return source;
  }

  /** Whether it says anything. */
  boolean isInForce() {
    return inForce;
  }

  /** The canonical URL, without a version; empty where it has none. */
  String url() {
    String url = source.url();
    return url == null ? "" : Canonical.withoutVersion(url);
  }

  /** The business version; empty where it has none. */
  String version() {
    String version = source.version();
    return version == null ? "" : version;
  }

  /** The linkIds of all items. */
  List<String> linkIds() {
    return items.stream().map(Item::linkId).toList();
  }

  /** Adds the items and what their codings say by the ConceptMaps. */
  void addItems(EntryTable conceptMaps, Edition edition) {
    for (Item item : items) {
      edition.addLinkId(item.linkId());
      int index = 0;
      for (JsonNode coding : item.node().path("code")) {
        VocabularyEntry meaning =
            conceptMaps.entry(
                Canonical.QLQ_BM22_ITEM,
                coding.path("system").asText(""),
                coding.path("code").asText(""));
        String place = item.place() + ".code[" + index++ + "]";
        if (meaning != null) {
          edition.addItem(
              new VocabularyEntry(
                  Canonical.QLQ_BM22_ITEM,
                  url(),
                  item.linkId(),
                  meaning.targetCode(),
                  Origin.SITE,
                  source.document(),
                  place));
        }
      }
    }
  }

  /**
   * Adds the weights of the answers of {@code wanted} items; those of other instruments are not
   * this service's business.
   */
  void addWeights(Set<String> wanted, Edition edition) {
    for (Item item : items) {
      if (wanted.contains(item.linkId())) {
        int index = 0;
        for (JsonNode option : item.node().path("answerOption")) {
          String place = item.place() + ".answerOption[" + index++ + "]";
          JsonNode coding = option.path("valueCoding");
          addWeights(item, coding, option.path("extension"), place, edition);
          addWeights(item, coding, coding.path("extension"), place + ".value", edition);
        }
      }
    }
  }

  private void addWeights(
      Item item, JsonNode coding, JsonNode extensions, String place, Edition edition) {
    for (JsonNode extension : extensions) {
      JsonNode value = extension.path("valueDecimal");
      // An exponent that no double holds becomes infinite.
      double weight = value.isNumber() ? value.doubleValue() : Double.NaN;
      if (WEIGHTS.contains(extension.path("url").asText(""))
          && coding.hasNonNull("code")
          && Double.isFinite(weight)) {
        edition.addWeight(
            item.linkId(),
            coding.path("system").asText(""),
            coding.path("code").asText(""),
            BigDecimal.valueOf(weight),
            source.document(),
            place);
      }
    }
  }

  private void collect(JsonNode nodes, String parent) {
    int index = 0;
    for (JsonNode node : nodes) {
      String place = parent + ".item[" + index++ + "]";
      String linkId = node.path("linkId").asText("");
      if (!linkId.isEmpty()) {
        items.add(new Item(linkId, node, place));
      }
      collect(node.path("item"), place);
    }
  }

  private static JsonNode parse(QuestionnaireDocument document) {
    try {
      JsonNode root = JSON.readTree(document.json());
      if ("Questionnaire".equals(root.path("resourceType").textValue())) {
        return root;
      }
    } catch (JsonProcessingException e) {
      // Said below: the parser's message may quote the content.
    }
    throw new UnusableConceptMapException(
        document.name(), "Questionnaire", "This is not a Questionnaire in JSON");
  }
}
