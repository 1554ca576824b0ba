package org.pvpoutcomes.coverage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the codes that the vocabulary does not decide on, those of most resources first.
 *
 * @param codes number of distinct codes on all pages
 * @param resources number of resources that have any of them
 * @param next the next page, relative to the server; null on the last page
 */
public record UnmappedReport(
    long codes, long resources, List<UnmappedItem> items, @Nullable String next) {

  /** Copies the list. */
  public UnmappedReport {
    items = List.copyOf(items);
  }

  /**
   * One code.
   *
   * @param system its code system, or the canonical of the questionnaire; empty where none was sent
   * @param resources number of resources that have it
   * @param targets the code systems of ours that a ConceptMap could map it to; none where no system
   *     was sent, because a ConceptMap needs one
   */
  public record UnmappedItem(
      String system,
      String code,
      long resources,
      List<ElementReport> elements,
      List<String> targets) {

    /** Copies the lists. */
    public UnmappedItem {
      elements = List.copyOf(elements);
      targets = List.copyOf(targets);
    }
  }

  /**
   * Where a code was met.
   *
   * @param element FHIR path without indexes
   * @param resources number of resources that have it there
   */
  public record ElementReport(String element, long resources) {}
}
