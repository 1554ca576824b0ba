package org.pvpoutcomes.coverage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary in force and how well it covers what is stored.
 *
 * @param maps the shipped ConceptMaps, then those of the site
 * @param questionnaires the stored Questionnaires
 * @param concepts one entry per code system of this service
 * @param unmapped how much is left on the to-do list
 */
public record VocabularyReport(
    List<MapReport> maps,
    List<QuestionnaireReport> questionnaires,
    List<ConceptsReport> concepts,
    UnmappedTotals unmapped,
    RemappingReport remapping) {

  /** Copies the lists. */
  public VocabularyReport {
    maps = List.copyOf(maps);
    questionnaires = List.copyOf(questionnaires);
    concepts = List.copyOf(concepts);
  }

  /**
   * One ConceptMap.
   *
   * @param origin {@code shipped} or {@code site}
   * @param resource versioned reference; null for a shipped one
   * @param entries codes that it gives a meaning for our code systems; 0 when it is retired
   * @param overridden how many of them a map of the site has precedence over
   */
  public record MapReport(
      @Nullable String name,
      @Nullable String url,
      @Nullable String version,
      String origin,
      @Nullable String resource,
      int entries,
      int overridden) {}

  /**
   * One Questionnaire.
   *
   * @param resource versioned reference
   * @param items number of its linkIds that are an item of the QLQ-BM22
   */
  public record QuestionnaireReport(
      @Nullable String url, @Nullable String version, @Nullable String resource, int items) {}

  /**
   * One code system of this service.
   *
   * @param uncovered its codes that no code of another system is mapped to
   */
  public record ConceptsReport(
      String system, List<ConceptReport> concepts, List<String> uncovered) {

    /** Copies the lists. */
    public ConceptsReport {
      concepts = List.copyOf(concepts);
      uncovered = List.copyOf(uncovered);
    }
  }

  /**
   * One code of this service.
   *
   * @param sourceCodes number of codes of other systems, and of linkIds, that are mapped to it
   */
  public record ConceptReport(String code, int sourceCodes) {}

  /**
   * What is open.
   *
   * @param codes number of distinct codes
   * @param resources number of resources that have any of them
   */
  public record UnmappedTotals(long codes, long resources) {}

  /**
   * Whether stored resources have yet to be mapped with the vocabulary in force.
   *
   * @param state {@code idle}, or {@code running} while a job is queued or running; an interrupted
   *     rebuild waits
   * @param jobs those that are not finished and the last that was
   */
  public record RemappingReport(String state, List<JobReport> jobs) {

    /** Copies the list. */
    public RemappingReport {
      jobs = List.copyOf(jobs);
    }
  }

  /**
   * How far one job has come.
   *
   * @param total resources to visit
   * @param changed resources whose meaning was another one than before
   */
  public record JobReport(
      long number,
      String reason,
      String state,
      long total,
      long visited,
      long changed,
      Instant queued,
      @Nullable Instant started,
      @Nullable Instant finished) {}
}
