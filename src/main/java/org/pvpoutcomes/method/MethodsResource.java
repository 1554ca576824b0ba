package org.pvpoutcomes.method;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;

/** {@code /api/v1/methods}: how the figures of the answers are computed. */
@Path("/api/v1/methods")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
@Startup // A catalogue that cannot be used stops the start.
public class MethodsResource {

  private final List<Method> methods;

  MethodsResource() {
    methods = Methods.all();
  }

  /** All methods. */
  @GET
  public MethodsReport methods(@Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return new MethodsReport(methods);
  }

  /** One method. */
  @GET
  @Path("{id}")
  public Method method(@PathParam("id") String id, @Context UriInfo request) {
    QueryParameters.of(request.getQueryParameters());
    return methods.stream()
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.notFound(
                    "There is no method with this id. GET /api/v1/methods lists them."));
  }
}
