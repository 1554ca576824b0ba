package org.pvpoutcomes.coverage;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.UnmappedCodeRepository;
import org.pvpoutcomes.cohort.UnmappedCount;
import org.pvpoutcomes.cohort.UnmappedCount.Position;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;

/** {@code GET /api/v1/vocabulary}, {@code …/unmapped} and {@code …/codes}. */
@Path("/api/v1/vocabulary")
@Produces(MediaType.APPLICATION_JSON)
public class VocabularyResource {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1000;

  private final VocabularyService service;
  private final UnmappedCodeRepository unmapped;

  VocabularyResource(VocabularyService service, UnmappedCodeRepository unmapped) {
    this.service = service;
    this.unmapped = unmapped;
  }

  /** What the vocabulary was made from and how much it covers. */
  @GET
  public VocabularyReport vocabulary(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return service.vocabulary();
  }

  /** One page of the codes that need an entry in a ConceptMap. */
  @GET
  @Path("unmapped")
  public UnmappedReport unmapped(@Context UriInfo request) {
    QueryParameters parameters =
        QueryParameters.of(request.getQueryParameters(), "system", "limit", "after");
    int limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
    @Nullable String system =
        parameters.text("system").map(text -> storable("system", text)).orElse(null);
    @Nullable Position after =
        parameters.text("after").map(VocabularyResource::position).orElse(null);
    // One more than asked for tells whether there is a next page.
    UnmappedCount.Page found = unmapped.page(system, after, limit + 1);
    List<UnmappedCount> page = found.counts().stream().limit(limit).toList();
    return new UnmappedReport(
        found.codes(),
        found.resources(),
        page.stream().map(VocabularyService::item).toList(),
        found.counts().size() > limit ? next(request, page.getLast()) : null);
  }

  /** What one code means. */
  @GET
  @Path("codes")
  public CodeReport code(@Context UriInfo request) {
    QueryParameters parameters = QueryParameters.of(request.getQueryParameters(), "system", "code");
    return service.code(required(parameters, "system"), required(parameters, "code"));
  }

  private static String required(QueryParameters parameters, String name) {
    return storable(
        name,
        parameters
            .text(name)
            .orElseThrow(
                () ->
                    ProblemException.invalidParameter(
                        name, "give the system and the code that is asked about.", List.of())));
  }

  /** No stored text has the character that PostgreSQL cannot compare with. */
  private static String storable(String name, String text) {
    if (text.indexOf('\0') >= 0) {
      throw ProblemException.invalidParameter(name, "it has a null character.", List.of());
    }
    return text;
  }

  private static Position position(String token) {
    return PageToken.read(token)
        .orElseThrow(
            () ->
                ProblemException.invalidParameter(
                    "after", "take it from next of the page before.", List.of()));
  }

  private static String next(UriInfo request, UnmappedCount last) {
    return UriBuilder.fromPath(request.getRequestUri().getRawPath())
        .replaceQuery(request.getRequestUri().getRawQuery())
        .replaceQueryParam(
            "after", PageToken.of(new Position(last.resources(), last.system(), last.code())))
        .build()
        .toString();
  }
}
