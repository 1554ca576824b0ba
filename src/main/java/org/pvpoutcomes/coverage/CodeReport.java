package org.pvpoutcomes.coverage;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.coverage.UnmappedReport.ElementReport;

/**
 * What one code means to the service.
 *
 * @param meanings one entry per code system of ours for which something is said of it
 * @param resources number of resources that have it where nothing is said of it
 * @param elements where they have it
 */
public record CodeReport(
    String system,
    String code,
    List<Meaning> meanings,
    long resources,
    List<ElementReport> elements) {

  /** Copies the lists. */
  public CodeReport {
    meanings = List.copyOf(meanings);
    elements = List.copyOf(elements);
  }

  /**
   * What is said of it for one code system of ours.
   *
   * @param target the code system
   * @param targetCode the code of it; null where the code is deliberately not mapped
   * @param origin {@code own}, {@code shipped} or {@code site}
   * @param map name of the ConceptMap or Questionnaire that says so
   * @param expression FHIRPath of the place in it
   * @param entry the code that the place is about: this one, or an ancestor in its classification
   */
  public record Meaning(
      String target,
      @Nullable String targetCode,
      String origin,
      String map,
      String expression,
      String entry) {}
}
