package org.pvpoutcomes.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.problem.Problem;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;
import org.pvpoutcomes.study.DisclosureRule;

/**
 * Stands between the calls below {@code /api/v1} and an audience without full access: refuses calls
 * and parameters that are not known to be safe, and treats the answers of the others.
 */
class DisclosureFilters {

  private static final String API = "/api/v1/";
  private static final String CALL = DisclosureFilters.class.getName();
  private static final String REMEDY =
      " It needs full access, which the setting pvp.disclosure.full-access gives.";

  private final Audience audience;
  private final ControlledCalls calls;
  private final StudyProtocols protocols;
  private final ObjectMapper mapper;

  DisclosureFilters(
      Audience audience, ControlledCalls calls, StudyProtocols protocols, ObjectMapper mapper) {
    this.audience = audience;
    this.calls = calls;
    this.protocols = protocols;
    // Numbers stay as they are written: 10, not 1E+1.
    this.mapper = mapper.copy().configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
  }

  /**
   * Lets pass what may be asked without full access.
   *
   * @throws ProblemException for all else
   */
  @ServerRequestFilter
  void ask(ContainerRequestContext request, ResourceInfo resource) {
    String path = template(resource);
    if (audience.hasFullAccess() || !path.startsWith(API)) {
      return;
    }
    boolean reads = Set.of(HttpMethod.GET, HttpMethod.HEAD).contains(request.getMethod());
    ControlledCall call =
        Optional.of(path)
            .filter(_ -> reads)
            .flatMap(calls::find)
            .orElseThrow(() -> refused("This call is about single patients, or changes a study."));
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach((name, values) -> requireAllowed(call, name, values));
    request.setProperty(CALL, call);
  }

  /** Treats the answer to a call that was let pass. */
  @ServerResponseFilter
  void answer(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(CALL) instanceof ControlledCall call)
        || call.answer().is(Treatment.Kind.UNTOUCHED)
        || !response.hasEntity()) {
      return;
    }
    if (response.getEntity() instanceof Problem problem) {
      response.setEntity(withoutCounts(problem));
      return;
    }
    @Nullable MediaType type = response.getMediaType();
    // A resource that builds its response itself leaves the type to what it declares.
    JsonNode answer =
        type == null || MediaType.APPLICATION_JSON_TYPE.isCompatible(type)
            ? mapper.valueToTree(response.getEntity())
            : null;
    if (answer instanceof ObjectNode object) {
      response.setEntity(treated(object, call, request));
    } else {
      refuse(request, response);
    }
  }

  private ObjectNode treated(
      ObjectNode answer, ControlledCall call, ContainerRequestContext request) {
    @Nullable String study = request.getUriInfo().getPathParameters().getFirst("study");
    DisclosureRule rule =
        Optional.ofNullable(study)
            .flatMap(protocols::study)
            .flatMap(Study::answering)
            .map(Study.Version::protocol)
            .map(protocol -> protocol.disclosure())
            .orElse(DisclosureStatement.OF_NONE);
    ObjectNode shown = ControlledAnswer.of(answer, call.answer(), CountClasses.of(rule));
    if (!call.answer().is(Treatment.Kind.SHOWN)) {
      shown.set("disclosure", mapper.valueToTree(DisclosureStatement.of(rule)));
    }
    return shown;
  }

  private static void requireAllowed(ControlledCall call, String name, List<String> values) {
    Map<String, Set<String>> parameters = call.parameters();
    Set<String> allowed = parameters.get(name);
    if (allowed == null) {
      throw refused("The query parameter is not one of " + parameters.keySet() + ".");
    }
    if (!allowed.isEmpty() && !allowed.containsAll(values)) {
      throw refused(name + " is not one of " + allowed.stream().sorted().toList() + ".");
    }
  }

  private static ProblemException refused(String why) {
    return ProblemException.of(ProblemType.DISCLOSURE_CONTROL, why + REMEDY);
  }

  /** How far a derivation has come is a count of all patients. */
  private static Problem withoutCounts(Problem problem) {
    return problem.type().equals(ProblemType.STUDY_BEING_DERIVED.uri())
        ? new Problem(
            problem.type(),
            problem.title(),
            problem.status(),
            "The patients of this study are being derived. Ask again later.",
            problem.instance(),
            problem.errors())
        : problem;
  }

  private static void refuse(ContainerRequestContext request, ContainerResponseContext response) {
    ProblemType type = ProblemType.DISCLOSURE_CONTROL;
    response.setStatus(type.status());
    response.setEntity(
        new Problem(
            type.uri(),
            type.title(),
            type.status(),
            "This format is not offered without full access. Accept application/json.",
            URI.create(request.getUriInfo().getRequestUri().getRawPath()),
            List.of()),
        new Annotation[0],
        MediaType.valueOf(Problem.MEDIA_TYPE));
  }

  private static String template(ResourceInfo resource) {
    Path ofClass = resource.getResourceClass().getAnnotation(Path.class);
    Path ofMethod = resource.getResourceMethod().getAnnotation(Path.class);
    return (ofClass == null ? "" : ofClass.value())
        + (ofMethod == null ? "" : "/" + ofMethod.value());
  }
}
