package org.pvpoutcomes.rebuild;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.pvpoutcomes.ingest.Rebuild;
import org.pvpoutcomes.problem.QueryParameters;

/** {@code /api/v1/rebuild}: asks for a rebuild, interrupts it, and shows how far it is. */
@Path("/api/v1/rebuild")
@Produces(MediaType.APPLICATION_JSON)
public class RebuildResource {

  private final Rebuild rebuild;

  RebuildResource(Rebuild rebuild) {
    this.rebuild = rebuild;
  }

  /** 202 when a rebuild was queued or resumed, 200 when one is at work already. */
  @POST
  public Response start(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    Rebuild.Request asked = rebuild.start();
    return Response.status(asked.begun() ? Response.Status.ACCEPTED : Response.Status.OK)
        .header(HttpHeaders.LOCATION, request.getPath())
        .entity(RebuildReport.of(asked.progress()))
        .build();
  }

  /** How far it is. */
  @GET
  public RebuildReport progress(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return RebuildReport.of(rebuild.progress());
  }

  /** Puts it aside; what is done stays done. */
  @DELETE
  public RebuildReport interrupt(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return RebuildReport.of(rebuild.interrupt());
  }
}
