package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Damages well-formed resources at random. The strict parser of HAPI, which shares no code with our
 * walk beyond the definitions, is the judge of what we let through.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MutationTest {

  private static final long SEED = 20211L;
  private static final int ROUNDS = 20_000;

  private final JsonReader reader = new JsonReader(200);
  private final ResourceChecker checker = new ResourceChecker();
  private final IParser strict =
      FhirContext.forR4Cached().newJsonParser().setParserErrorHandler(new StrictErrorHandler());

  @Test
  void whatever_is_let_through_the_strict_parser_of_HAPI_takes_too() {
    Random random = new Random(SEED);
    List<ObjectNode> resources = resources();
    int accepted = 0;
    for (int round = 0; round < ROUNDS; round++) {
      ObjectNode resource = resources.get(random.nextInt(resources.size())).deepCopy();
      for (int i = random.nextInt(3); i >= 0; i--) {
        Mutation.of(random).apply(resource, random);
      }
      byte[] body = Mutation.bytes(resource, random);
      String text = accepted(body, round);
      if (text != null) {
        accepted++;
        assertThatCode(() -> strict.parseResource(text))
            .as("round %d: %s", round, text)
            .doesNotThrowAnyException();
      }
    }
    // Both kinds must occur, or the test shows nothing.
    assertThat(accepted).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  /** The text of an accepted body; null for a refused one. Anything else but a refusal fails. */
  private @Nullable String accepted(byte[] body, int round) {
    try {
      checker.check(reader.read(body), null);
      return new String(body, StandardCharsets.UTF_8);
    } catch (FhirRequestException refusal) {
      assertThat(refusal.status()).as("round %d", round).isBetween(400, 499);
      return null;
    }
  }

  private List<ObjectNode> resources() {
    List<ObjectNode> resources = new ArrayList<>();
    for (String name : Fixtures.names("/fhir/valid")) {
      resources.add(reader.read(Fixtures.bytes("/fhir/valid/" + name + ".json")));
    }
    for (String name : Fixtures.names("/synthetic/xu2021/fhir")) {
      ObjectNode tree = reader.read(Fixtures.bytes("/synthetic/xu2021/fhir/" + name + ".json"));
      for (JsonNode entry : tree.path("entry")) {
        resources.add((ObjectNode) entry.get("resource"));
      }
    }
    return resources;
  }
}
