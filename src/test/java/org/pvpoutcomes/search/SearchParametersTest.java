package org.pvpoutcomes.search;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of search parameters against HAPI's reading of FHIR R4. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchParametersTest {

  static List<SearchParameter> all() {
    return SearchParameters.types().stream()
        .flatMap(type -> SearchParameters.of(type).stream())
        .filter(parameter -> !parameter.name().equals("_source"))
        .filter(parameter -> parameter.definition().startsWith("http://hl7.org/fhir/"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("all")
  void is_what_R4_defines(SearchParameter parameter) {
    RuntimeSearchParam expected =
        FhirContext.forR4Cached()
            .getResourceDefinition(parameter.type())
            .getSearchParam(parameter.name());
    assertThat(expected).isNotNull();
    assertThat(parameter.kind().name()).isEqualTo(expected.getParamType().name());
    for (SearchParameter.Element element : parameter.elements()) {
      String path = String.join(".", element.path());
      assertThat(roots(expected.getPath(), parameter.type()))
          .anySatisfy(root -> assertThat(path).startsWith(root));
    }
    if (!expected.getTargets().isEmpty()) {
      assertThat(parameter.targets()).isSubsetOf(expected.getTargets());
      assertThat(parameter.targets()).isNotEmpty();
    }
    assertThat(parameter.onlyTargets()).isEqualTo(expected.getPath().contains("resolve() is"));
  }

  /** The element paths of an expression, without the type. */
  private static List<String> roots(String expression, String type) {
    return Arrays.stream(expression.split("[ |()]+"))
        .filter(part -> part.startsWith(type + ".") || part.startsWith("Resource."))
        .map(part -> part.substring(part.indexOf('.') + 1).replaceAll("\\.(as|where|exists)$", ""))
        .toList();
  }

  @Test
  void every_type_has_the_parameters_of_all_resources() {
    assertThat(SearchParameters.types()).hasSize(20);
    for (String type : SearchParameters.types()) {
      assertThat(new TreeSet<>(SearchParameters.of(type).stream().map(p -> p.name()).toList()))
          .contains("_id", "_lastUpdated", "_profile", "_security", "_source", "_tag");
    }
  }
}
