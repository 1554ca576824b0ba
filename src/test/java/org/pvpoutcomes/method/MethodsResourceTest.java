package org.pvpoutcomes.method;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MethodsResourceTest {

  @ParameterizedTest
  @EnumSource
  void every_answer_names_its_methods_with_definition_and_version(Answer answer) {
    List<MethodReference> named =
        given()
            .get("/api/v1/studies/xu-2021/" + answer.code())
            .then()
            .statusCode(200)
            .extract()
            .jsonPath()
            .getList("methods", MethodReference.class);

    assertThat(named).isEqualTo(Methods.of(answer));
  }

  @Test
  void the_link_of_every_method_leads_to_it() {
    List<String> ids =
        given().get("/api/v1/methods").then().statusCode(200).extract().path("methods.id");
    assertThat(ids).isEqualTo(Methods.all().stream().map(Method::id).toList());
    for (Method method : Methods.all()) {
      given()
          .get(MethodReference.to(method).link())
          .then()
          .statusCode(200)
          .body("id", equalTo(method.id()))
          .body("definition", equalTo(method.definition()));
    }
  }

  @Test
  void an_unknown_method_is_not_found() {
    given()
        .get("/api/v1/methods/coffee")
        .then()
        .statusCode(404)
        .body(
            "detail", equalTo("There is no method with this id. GET /api/v1/methods lists them."));
  }

  @Test
  void a_parameter_is_refused() {
    given().get("/api/v1/methods?sort=name").then().statusCode(400);
    given().get("/api/v1/methods/holm?sort=name").then().statusCode(400);
  }
}
