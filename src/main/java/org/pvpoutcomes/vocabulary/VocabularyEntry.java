package org.pvpoutcomes.vocabulary;

import org.jspecify.annotations.Nullable;

/**
 * One code with its meaning, and the place that gives it.
 *
 * @param targetSystem one of our code systems
 * @param sourceSystem the code's system, or the canonical of a questionnaire without version
 * @param code the code, or the linkId of the questionnaire's item
 * @param targetCode null where the code is deliberately not mapped
 * @param origin who says so
 * @param map name of the ConceptMap or Questionnaire; the URL of the code system for our own codes
 * @param expression FHIRPath of the element in it, from the resource type
 */
public record VocabularyEntry(
    String targetSystem,
    String sourceSystem,
    String code,
    @Nullable String targetCode,
    Origin origin,
    String map,
    String expression) {

  /** Who gave a code its meaning; a later one has precedence over an earlier one. */
  public enum Origin {
    /** Nobody: it is a code of our own code system, which means itself. */
    OWN,
    /** A ConceptMap that comes with the service. */
    SHIPPED,
    /** A ConceptMap or Questionnaire of the site. */
    SITE
  }
}
