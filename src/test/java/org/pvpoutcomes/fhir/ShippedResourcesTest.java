package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.conformance.ConformanceResource;
import org.pvpoutcomes.conformance.ConformanceResources;

/** What the service serves of itself meets the rules that it has for what it is sent. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShippedResourcesTest {

  private static final ElementShapes SHAPES = new ElementShapes(FhirContext.forR4Cached());

  static Collection<ConformanceResource> resources() {
    return new ConformanceResources().all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resources")
  void a_shipped_resource_has_no_structural_fault(ConformanceResource resource)
      throws JsonProcessingException {
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(resource.json());
    ResourceWalk walk = new ResourceWalk(SHAPES, resource.type(), null, true);

    walk.resource(tree, resource.type());

    assertThatCode(walk::throwIfFaulty).doesNotThrowAnyException();
  }
}
