package org.pvpoutcomes.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.VocabularyEntry.Origin;

/**
 * A ConceptMap or Questionnaire that the vocabulary was made from, and how much of it is used.
 *
 * @param origin who gave it
 * @param document what messages call it
 * @param name its computable name; null where it has none
 * @param url its canonical URL; null where it has none
 * @param version its business version; null where it has none
 * @param storedVersion {@code meta.versionId}; null for what comes with the service
 * @param entries a map's codes with a meaning for our code systems; a questionnaire's linkIds that
 *     are an item of ours, by its codings or by a ConceptMap. None when it is retired.
 * @param overridden how many of a map's entries another map has precedence over
 */
public record VocabularySource(
    Origin origin,
    String document,
    @Nullable String name,
    @Nullable String url,
    @Nullable String version,
    @Nullable String storedVersion,
    int entries,
    int overridden) {

  /** What a document says of itself, before its entries are counted. */
  static VocabularySource of(Origin origin, String document, JsonNode root) {
    return new VocabularySource(
        origin,
        document,
        root.path("name").textValue(),
        root.path("url").textValue(),
        root.path("version").textValue(),
        root.path("meta").path("versionId").textValue(),
        0,
        0);
  }

  /** The same source with the counts of its entries. */
  VocabularySource counted(int all, int withoutEffect) {
    return new VocabularySource(
        origin, document, name, url, version, storedVersion, all, withoutEffect);
  }
}
