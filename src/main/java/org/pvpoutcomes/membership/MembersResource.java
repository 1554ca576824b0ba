package org.pvpoutcomes.membership;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.MemberFilter;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.TraceRepository;
import org.pvpoutcomes.membership.MembersReport.MemberSummary;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;
import org.pvpoutcomes.study.Member;

/** {@code GET /api/v1/studies/{study}/members} and {@code …/members/{id}}. */
@Path("/api/v1/studies/{study}/members")
@Produces(MediaType.APPLICATION_JSON)
public class MembersResource {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  /** What references to patients begin with. */
  private static final String PATIENT = "Patient/";

  /** A logical id (FHIR R4 datatypes.html#id); nothing else can be the id of a member. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  private final Questions questions;
  private final MemberRepository members;
  private final TraceRepository traces;

  MembersResource(Questions questions, MemberRepository members, TraceRepository traces) {
    this.questions = questions;
    this.members = members;
    this.traces = traces;
  }

  /** One page of the members, included or not, or of those behind one figure. */
  @GET
  public MembersReport members(@PathParam("study") String study, @Context UriInfo request) {
    Question question =
        questions.of(
            study,
            request,
            Stream.concat(MemberFilters.names().stream(), Stream.of("limit", "after"))
                .toArray(String[]::new));
    QueryParameters parameters = question.parameters();
    MemberFilter filter = MemberFilters.of(question);
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    @Nullable String after = parameters.text("after").map(MembersResource::patient).orElse(null);
    // One more than asked for tells whether there is a next page.
    List<Member> found = members.page(filter, after, limit + 1);
    List<MemberSummary> page =
        found.stream()
            .limit(limit)
            .map(member -> MembersService.summary(question.protocol(), member))
            .toList();
    return new MembersReport(
        study, page, found.size() > limit ? next(request, page.getLast().id()) : null);
  }

  /** One member with everything that is known of it. */
  @GET
  @Path("{id}")
  public MemberReport member(
      @PathParam("study") String study, @PathParam("id") String id, @Context UriInfo request) {
    Question question = questions.of(study, request);
    return Optional.of(PATIENT + id)
        .filter(patient -> ID.matcher(id).matches())
        .flatMap(patient -> traces.find(question.dataset(), patient))
        .map(trace -> MembersService.report(question.protocol(), trace))
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "Nothing is recorded of a patient with this id. The list of members has the"
                        + " ids."));
  }

  private static String patient(String after) {
    if (!ID.matcher(after).matches()) {
      throw ProblemException.invalidParameter(
          "after", "the id of a member is expected, as next of the page before has it.", List.of());
    }
    return PATIENT + after;
  }

  private static String next(UriInfo request, String after) {
    return UriBuilder.fromPath(request.getRequestUri().getRawPath())
        .replaceQuery(request.getRequestUri().getRawQuery())
        .replaceQueryParam("after", after)
        .build()
        .toString();
  }
}
