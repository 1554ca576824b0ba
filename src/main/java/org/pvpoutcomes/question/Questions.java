package org.pvpoutcomes.question;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.stream.Stream;
import org.pvpoutcomes.cohort.Cut;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.ingest.Cuts;
import org.pvpoutcomes.ingest.PastRefusedException;
import org.pvpoutcomes.ingest.PastStates;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;

/**
 * Reads questions from requests. Every question is of a study as it is now, or of a frozen state of
 * it: {@code cut} names one that was frozen, {@code asOf} a moment of the past.
 */
@ApplicationScoped
public class Questions {

  private static final String CUT = "cut";
  private static final String AS_OF = "asOf";

  private final StudyProtocols protocols;
  private final AnsweringStudies studies;
  private final Cuts cuts;
  private final PastStates past;

  Questions(StudyProtocols protocols, AnsweringStudies studies, Cuts cuts, PastStates past) {
    this.protocols = protocols;
    this.studies = studies;
    this.cuts = cuts;
    this.past = past;
  }

  /**
   * What the request asks about.
   *
   * @param study the id of a study
   * @param names of the parameters that the resource knows beside {@code cut} and {@code asOf}
   * @throws ProblemException for an unknown study or cut, for a study that is being derived for the
   *     first time, for a moment that cannot be replayed, and for a parameter that is not known,
   *     repeated or empty
   */
  public Question of(String study, UriInfo request, String... names) {
    QueryParameters parameters =
        QueryParameters.of(
            request.getQueryParameters(),
            Stream.concat(Stream.of(names), Stream.of(CUT, AS_OF)).toArray(String[]::new));
    return Question.of(dataset(study, parameters), parameters);
  }

  private Dataset dataset(String study, QueryParameters parameters) {
    if (parameters.text(CUT).isPresent() && parameters.text(AS_OF).isPresent()) {
      throw ProblemException.invalidParameter(
          AS_OF, "a cut has its moment already; give one of cut and asOf.", List.of());
    }
    if (parameters.text(CUT).isPresent()) {
      return cut(study, parameters.text(CUT).get()).dataset();
    }
    return parameters
        .text(AS_OF)
        .map(given -> asOf(study, given))
        .orElseGet(() -> studies.version(study).dataset());
  }

  /**
   * The cut of the study with this name.
   *
   * @throws ProblemException for an unknown study or cut
   */
  public Cut cut(String study, String name) {
    return cuts.find(study, name)
        .orElseThrow(
            () ->
                protocols.study(study).isEmpty()
                    ? ProblemException.unknownStudy(protocols.ids())
                    : ProblemException.notFound(
                        "The study has no cut with this name. /api/v1/studies/"
                            + study
                            + "/cuts lists them."));
  }

  private Dataset asOf(String study, String given) {
    try {
      return past.asOf(studies.version(study), Moments.read(AS_OF, given), given);
    } catch (PastRefusedException e) {
      throw switch (e.reason()) {
        case FUTURE ->
            ProblemException.invalidParameter(AS_OF, "this moment has not come yet.", List.of());
        case TOO_LARGE ->
            ProblemException.invalidParameter(
                AS_OF,
                "the record was too large then to be replayed while you wait. Take a cut with POST"
                    + " /api/v1/studies/{study}/cuts when a state will be needed again.",
                List.of());
        default ->
            ProblemException.unavailable(
                "Other moments of the past are being replayed. Ask again in a minute.");
      };
    }
  }
}
