package org.pvpoutcomes.question;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.StudyVersion;
import org.pvpoutcomes.cohort.StudyVersionRepository;
import org.pvpoutcomes.problem.ProblemException;

/** Finds the version of a study that answers. */
@ApplicationScoped
public class AnsweringStudies {

  /** Seconds; a page of patients takes less than one. */
  private static final int RETRY_AFTER = 5;

  private final StudyProtocols protocols;
  private final StudyVersionRepository versions;

  AnsweringStudies(StudyProtocols protocols, StudyVersionRepository versions) {
    this.protocols = protocols;
    this.versions = versions;
  }

  /**
   * The version of the study that answers.
   *
   * @throws ProblemException for an unknown study, and for one whose first version is still being
   *     derived
   */
  public Study.Version version(String study) {
    Study found =
        protocols.study(study).orElseThrow(() -> ProblemException.unknownStudy(protocols.ids()));
    return found.answering().orElseThrow(() -> beingDerived(study));
  }

  private ProblemException beingDerived(String study) {
    List<StudyVersion> all = versions.versions(study);
    StudyVersion newest = all.getLast();
    Long total = newest.total();
    return ProblemException.studyBeingDerived(
        total == null
            ? "The patients of this study are about to be derived. Ask again later."
            : "%d of %d patients of this study are derived. Ask again later."
                .formatted(Math.min(newest.derived(), total), total),
        RETRY_AFTER);
  }
}
