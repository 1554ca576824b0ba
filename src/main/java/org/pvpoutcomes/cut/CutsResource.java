package org.pvpoutcomes.cut;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.cohort.Cut;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.ingest.Cuts;
import org.pvpoutcomes.ingest.PastRefusedException;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.question.AnsweringStudies;
import org.pvpoutcomes.question.Questions;

/** {@code /api/v1/studies/{study}/cuts}: takes, shows and verifies cuts; nothing removes one. */
@Path("/api/v1/studies/{study}/cuts")
@Produces(MediaType.APPLICATION_JSON)
public class CutsResource {

  private final StudyProtocols protocols;
  private final AnsweringStudies studies;
  private final Questions questions;
  private final Cuts cuts;

  CutsResource(StudyProtocols protocols, AnsweringStudies studies, Questions questions, Cuts cuts) {
    this.protocols = protocols;
    this.studies = studies;
    this.questions = questions;
    this.cuts = cuts;
  }

  /** Freezes the study as it is. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response take(@PathParam("study") String study, String body, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    NewCut wanted = NewCut.read(body);
    // Refuses a study that is unknown, or being derived for the first time.
    studies.version(study);
    Cut cut;
    try {
      cut = cuts.take(study, wanted.name(), wanted.reason(), wanted.who());
    } catch (PastRefusedException e) {
      throw switch (e.reason()) {
        case NAME_TAKEN ->
            ProblemException.of(
                ProblemType.CONFLICT,
                "The study has a cut with this name. Cuts are for ever; choose another name.");
        case BEING_MAPPED ->
            ProblemException.of(
                ProblemType.CONFLICT,
                "Stored resources are being mapped or derived again, because a ConceptMap or"
                    + " Questionnaire changed, a rebuild is not finished, or another version of the"
                    + " service starts. Ask again when /api/v1/vocabulary and /api/v1/rebuild say"
                    + " that this is done.");
        case BUSY ->
            ProblemException.unavailable("Other cuts are being taken. Ask again in a minute.");
        default -> e;
      };
    }
    return Response.status(Response.Status.CREATED)
        .header(HttpHeaders.LOCATION, request.getPath() + "/" + cut.name())
        .entity(report(cut))
        .build();
  }

  /** All cuts of the study. */
  @GET
  public CutsReport cuts(@PathParam("study") String study, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    if (protocols.study(study).isEmpty()) {
      throw ProblemException.unknownStudy(protocols.ids());
    }
    return new CutsReport(study, cuts.all(study).stream().map(this::report).toList());
  }

  /** One cut. */
  @GET
  @Path("{name}")
  public CutReport cut(
      @PathParam("study") String study, @PathParam("name") String name, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return report(questions.cut(study, name));
  }

  /** Computes again what a cut is. */
  @POST
  @Path("{name}/verification")
  public VerificationReport verify(
      @PathParam("study") String study, @PathParam("name") String name, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    try {
      return VerificationReport.of(cuts.verify(questions.cut(study, name)));
    } catch (PastRefusedException e) {
      throw ProblemException.unavailable(
          "Other moments of the past are being replayed. Ask again in a minute.");
    }
  }

  private CutReport report(Cut cut) {
    return CutReport.of(cut, protocols.shippedDocument(cut.dataset().study()).isPresent());
  }
}
