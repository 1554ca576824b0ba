package org.pvpoutcomes.fhir;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.pvpoutcomes.mapping.ResourceMapper;

/**
 * Reads one small resource of each type that the studies use while the service starts to answer, so
 * that the first sender does not wait for HAPI to look through its model of FHIR. Nothing is
 * stored.
 */
@ApplicationScoped
class WarmUp {

  private static final String SUBJECT = "\"subject\":{\"reference\":\"Patient/warm-up\"}";

  private static final List<String> RESOURCES =
      List.of(
          "{\"resourceType\":\"Patient\"}",
          "{\"resourceType\":\"Condition\"," + SUBJECT + "}",
          "{\"resourceType\":\"Procedure\",\"status\":\"unknown\"," + SUBJECT + "}",
          "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"-\"}}",
          "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\"}");

  private final JsonReader reader;
  private final ResourceChecker checker;
  private final ResourceMapper mapper;

  WarmUp(JsonReader reader, ResourceChecker checker, ResourceMapper mapper) {
    this.reader = reader;
    this.checker = checker;
    this.mapper = mapper;
  }

  void onStart(@ObservesAsync HttpServerStart started) {
    for (String resource : RESOURCES) {
      checker.check(reader.read(resource.getBytes(StandardCharsets.UTF_8)), null);
    }
    mapper.warmUp();
  }
}
