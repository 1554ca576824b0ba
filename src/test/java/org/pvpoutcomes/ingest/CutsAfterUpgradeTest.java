package org.pvpoutcomes.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.PastAnswers;
import org.pvpoutcomes.reference.Remapped;
import org.pvpoutcomes.reference.SyntheticStudy;

/** A service that maps or derives by other rules brings all data up to date, and cuts stay. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CutsAfterUpgradeTest {

  private static final String CUTS = "/api/v1/studies/xu-2021/cuts";

  private final MembersAtStart atStart;
  private final DerivedTables derived;

  CutsAfterUpgradeTest(MembersAtStart atStart, AgroalDataSource database) {
    this.atStart = atStart;
    derived = new DerivedTables(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'mapping 0 of another service'", "basis || ' of another service'"})
  void a_cut_answers_as_before_and_the_study_as_of_now(String basis) {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
    Remapped.await();
    given()
        .contentType("application/json")
        .body("{\"name\":\"kept\",\"reason\":\"A test\",\"who\":\"Nobody\"}")
        .post(CUTS)
        .then()
        .statusCode(201);
    Map<String, String> answers = PastAnswers.ofCut("kept");
    Map<String, List<String>> rows = derived.rows();
    // What a service with other rules may have left: this one cannot even read it.
    derived.change("UPDATE resource_facts SET findings = '[]' WHERE type = 'Observation'");
    if (!basis.startsWith("basis")) {
      derived.change("UPDATE resource_facts SET facts = '[{\"fact\":\"Forgotten\"}]'");
    }
    derived.change(
        "UPDATE member SET detail = '{}', digest = '', age = 7, series = '{}'"
            + " WHERE study NOT LIKE '%@%'");
    derived.change("DELETE FROM member_vertebra WHERE study NOT LIKE '%@%'");
    derived.change("UPDATE derivation_basis SET basis = " + basis);

    assertThat(PastAnswers.ofCut("kept")).as("before the start").isEqualTo(answers);
    atStart.bringUpToDate();
    Remapped.await();

    assertThat(PastAnswers.ofCut("kept")).isEqualTo(answers);
    assertThat(derived.rows()).isEqualTo(rows);
    given()
        .post(CUTS + "/kept/verification")
        .then()
        .statusCode(200)
        .body("rows.same", equalTo(true))
        .body("inputs.same", equalTo(true))
        .body("derivation.same", equalTo(true))
        .body("replay.same", equalTo(true));
  }
}
