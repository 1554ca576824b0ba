package org.pvpoutcomes.problem;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ServiceUnavailableException;

/** Fails in ways that no real resource is known to. */
@Path("/test/failures")
public class FailingResource {

  /** A fault whose message must not leave the service. */
  @GET
  @Path("unexpected")
  public String unexpected() {
    throw new IllegalStateException("synthetic secret");
  }

  /** An HTTP exception of the 5xx kind. */
  @GET
  @Path("unavailable")
  public String unavailable() {
    throw new ServiceUnavailableException("synthetic secret");
  }
}
