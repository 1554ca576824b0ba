package org.pvpoutcomes.measure;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Protocol;

/**
 * One measure of a study. FHIR R4 gives a Measure one scoring and one direction of improvement, so
 * a study has one measure for each kind of its figures.
 *
 * @param id logical id, at most 64 characters
 * @param version of the study
 * @param created when that version was added; null for a study that ships with the service
 * @param answer the path below the study of the answer that has the same figures, and more
 */
public record StudyMeasure(
    String id,
    Kind kind,
    Protocol protocol,
    int version,
    @Nullable Instant created,
    String answer,
    List<MeasureGroup> groups) {

  /** Copies the list. */
  public StudyMeasure {
    groups = List.copyOf(groups);
  }

  /** The id of the study. */
  public String study() {
    return protocol.id();
  }

  /** What the study is called. */
  public String title() {
    return protocol.title();
  }

  /** Where the study is published. */
  public String source() {
    return protocol.source();
  }

  /** Which figures of a study. */
  public enum Kind {
    /** How many patients got better; the more, the better. */
    RESPONSE,
    /** How often something went wrong; the less, the better. */
    COMPLICATIONS,
    /** Mean differences, earlier minus later value; what is better differs from group to group. */
    CHANGE;

    /** Whether a score is a share in percent; a mean otherwise. */
    public boolean isProportion() {
      return this != CHANGE;
    }
  }
}
