package org.pvpoutcomes.cohort;

import java.util.List;

/**
 * How many resources have a code that the vocabulary does not decide on.
 *
 * @param system code system, or the canonical of a questionnaire; empty where none is sent
 * @param resources number of resources that have it, at whichever element
 * @param elements where, most frequent first; a resource may have it at several
 */
public record UnmappedCount(String system, String code, long resources, List<AtElement> elements) {

  /** Copies the list. */
  public UnmappedCount {
    elements = List.copyOf(elements);
  }

  /**
   * The part of one element.
   *
   * @param element FHIR path without indexes
   */
  public record AtElement(String element, long resources) {}

  /**
   * Where a page of counts ended: the next one begins behind it.
   *
   * @param resources the count of its last entry
   */
  public record Position(long resources, String system, String code) {}

  /**
   * One page, and how much there is in all.
   *
   * @param codes number of distinct codes
   * @param resources number of resources that have any of them
   */
  public record Page(long codes, long resources, List<UnmappedCount> counts) {

    /** Copies the list. */
    public Page {
      counts = List.copyOf(counts);
    }
  }
}
