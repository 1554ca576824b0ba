package org.pvpoutcomes.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.EmptyCohort;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.RandomMembers;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.SyntheticMember;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DatasetResourceTest {

  private static final String STUDY = "xu-2021";
  private static final String DATASET = "/api/v1/studies/xu-2021/dataset";
  private static final List<String> OF_MEMBERS =
      List.of("values", "patients", "vertebrae", "events");

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  DatasetResourceTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void each_value_is_a_row_with_its_window_or_the_reason_why_there_is_none() {
    write(List.of(vas("Patient/synthetic-1", 8000, 4250, null)));

    String patient = pseudonym("Patient/synthetic-1");
    assertThat(csv("values").lines().limit(4))
        .containsExactly(
            "patient,measure,time_point,value,day,first_day,last_day,target_day,proxy,missing",
            patient + ",vas-pain,baseline,8.0,0,-30,0,0,,",
            patient + ",vas-pain,1-week,4.25,7,3,14,7,,",
            patient + ",vas-pain,3-months,,,60,120,90,,not-measured");
    assertThat(csv("patients"))
        .isEqualTo(
            """
            patient,sex,age,primary_tumour,deceased,death_day,index_year,sessions,vertebrae,\
            follow_up_months,last_observed_day,stratum_sex,stratum_age_band,stratum_primary_tumour,\
            stratum_fracture,stratum_approach,stratum_level_region,stratum_number_of_levels,\
            stratum_cement_volume_band,stratum_leak,stratum_site,stratum_year\r
            %s,female,,,false,,2018,1,0,,,female,not-stated,not-stated,not-fractured,not-stated,\
            not-stated,0,not-stated,no-leak,unknown,2018\r
            """
                .formatted(patient));
  }

  @Test
  void CSV_and_JSON_have_the_same_rows() throws IOException {
    write(new RandomMembers(protocol(), new Random(41)).members(40));

    for (String table : tables()) {
      List<List<String>> ofCsv = new ArrayList<>();
      for (CSVRecord row : records(csv(table))) {
        ofCsv.add(new ArrayList<>(row.toMap().values()));
      }
      JsonNode json = json(table);
      List<List<String>> ofJson = new ArrayList<>();
      for (JsonNode row : json.get("rows")) {
        List<String> cells = new ArrayList<>();
        row.forEach(cell -> cells.add(text(cell)));
        ofJson.add(cells);
      }
      assertThat(json.get("table").asText()).isEqualTo(table);
      assertThat(ofCsv).as(table).isEqualTo(ofJson).isNotEmpty();
    }
  }

  @Test
  void every_variable_is_in_the_dictionary_and_the_other_way_round() throws IOException {
    write(new RandomMembers(protocol(), new Random(42)).members(40));

    Map<String, List<String>> defined = new TreeMap<>();
    for (CSVRecord row : records(csv("dictionary"))) {
      defined.computeIfAbsent(row.get("table"), _ -> new ArrayList<>()).add(row.get("variable"));
      assertThat(row.get("label")).isNotBlank();
      assertThat(row.get("definition")).isNotBlank();
    }
    Map<String, List<String>> there = new TreeMap<>();
    for (String table : tables()) {
      there.put(table, List.of(csv(table).lines().findFirst().orElseThrow().split(",", -1)));
    }
    assertThat(defined).isEqualTo(there);
  }

  @Test
  void every_cell_is_what_the_dictionary_allows() throws IOException {
    write(new RandomMembers(protocol(), new Random(43)).members(80));

    Map<String, CSVRecord> dictionary = new TreeMap<>();
    for (CSVRecord row : records(csv("dictionary"))) {
      dictionary.put(row.get("table") + "/" + row.get("variable"), row);
    }
    for (String table : tables()) {
      for (CSVRecord row : records(csv(table))) {
        row.toMap()
            .forEach(
                (variable, cell) -> {
                  if (!cell.isEmpty()) {
                    assertAllowed(
                        Objects.requireNonNull(dictionary.get(table + "/" + variable)), cell);
                  }
                });
      }
    }
  }

  private static void assertAllowed(CSVRecord entry, String cell) {
    String type = entry.get("type");
    String as = entry.get("table") + "/" + entry.get("variable") + ": " + cell;
    if (!entry.get("allowed").isEmpty()) {
      List<String> codes = type.equals("codes") ? List.of(cell.split(";", -1)) : List.of(cell);
      assertThat(List.of(entry.get("allowed").split(";", -1))).as(as).containsAll(codes);
    }
    switch (type) {
      case "integer" -> assertThat(cell).as(as).matches("-?[0-9]+");
      case "decimal" -> assertThat(Double.parseDouble(cell)).as(as).isFinite();
      case "boolean" -> assertThat(cell).as(as).isIn("true", "false");
      default -> assertThat(cell).as(as).isNotBlank();
    }
    if (!entry.get("minimum").isEmpty()) {
      assertThat(Double.parseDouble(cell))
          .as(as)
          .isGreaterThanOrEqualTo(Double.parseDouble(entry.get("minimum")));
    }
  }

  @Test
  void nobody_is_named_and_the_order_is_that_of_the_pseudonyms() throws IOException {
    List<Member> some = new RandomMembers(protocol(), new Random(44)).members(60);
    write(some);

    for (String table : OF_MEMBERS) {
      String csv = csv(table);
      assertThat(csv).doesNotContain("synthetic-", "Patient", "2018-");
      List<String> patients = records(csv).stream().map(row -> row.get("patient")).toList();
      assertThat(patients).isSorted();
    }
    List<String> expected =
        some.stream()
            .filter(member -> member.inclusion() == Member.Inclusion.INCLUDED)
            .map(member -> pseudonym(member.patient()))
            .sorted()
            .toList();
    assertThat(records(csv("patients")))
        .extracting(row -> row.get("patient"))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void the_same_members_give_the_same_tables_in_whatever_order_they_came() {
    List<Member> some = new ArrayList<>(new RandomMembers(protocol(), new Random(45)).members(60));
    write(some);
    List<String> first = OF_MEMBERS.stream().map(DatasetResourceTest::csv).toList();

    EmptyCohort.of(entityManager);
    Collections.shuffle(some, new Random(46));
    some.forEach(member -> write(List.of(member)));

    assertThat(OF_MEMBERS.stream().map(DatasetResourceTest::csv)).isEqualTo(first);
  }

  @Test
  void where_selects_patients_with_all_that_they_have() throws IOException {
    write(new RandomMembers(protocol(), new Random(47)).members(80));

    List<String> leaking =
        records(csv("patients")).stream()
            .filter(row -> row.get("stratum_leak").equals("leak"))
            .filter(row -> row.get("sex").equals("female"))
            .map(row -> row.get("patient"))
            .toList();
    assertThat(leaking).isNotEmpty();
    for (String table : OF_MEMBERS) {
      List<String> expected =
          csv(table).lines().filter(line -> leaking.contains(line.split(",", -1)[0])).toList();
      assertThat(csv(table + "?where=leak:leak,sex:female").lines().skip(1))
          .as(table)
          .isEqualTo(expected);
    }
  }

  @Test
  void the_format_is_negotiated() {
    given()
        .get(DATASET + "/values")
        .then()
        .statusCode(200)
        .contentType(containsString("text/csv"))
        .header("Vary", containsString("Accept"))
        .header("Content-Disposition", "attachment; filename=\"xu-2021-values.csv\"");
    given()
        .accept("application/json, text/csv;q=0.5")
        .get(DATASET + "/values")
        .then()
        .statusCode(200)
        .contentType(ContentType.JSON)
        .header("Content-Disposition", "attachment; filename=\"xu-2021-values.json\"");
    given()
        .accept("application/vnd.ms-excel")
        .get(DATASET + "/values")
        .then()
        .statusCode(406)
        .contentType("application/problem+json")
        .body("detail", equalTo("Accept text/csv or application/json."));
  }

  @Test
  void what_there_is_not_is_refused_with_what_there_is() {
    given()
        .get(DATASET + "/nothing")
        .then()
        .statusCode(404)
        .body("detail", containsString("values, patients, vertebrae, events, measures"));
    given().get("/api/v1/studies/nothing/dataset/values").then().statusCode(404);
    given().get(DATASET + "/values?where=sex:nothing").then().statusCode(400);
    given().get(DATASET + "/values?stratifyBy=sex").then().statusCode(400);
  }

  @Test
  void the_list_of_tables_leads_to_each_of_them() {
    List<String> links =
        given()
            .urlEncodingEnabled(false)
            .get(DATASET + "?where=sex:male")
            .jsonPath()
            .getList("tables.link");
    assertThat(links).hasSize(13).allMatch(link -> link.endsWith("?where=sex:male"));
    links.forEach(link -> given().urlEncodingEnabled(false).get(link).then().statusCode(200));
    String script = given().get(DATASET).jsonPath().getString("script");
    given().get(script).then().statusCode(200).contentType(ContentType.TEXT);
  }

  private static List<String> tables() {
    return given().accept(ContentType.JSON).get(DATASET).jsonPath().getList("tables.table");
  }

  private static String csv(String table) {
    return given()
        .urlEncodingEnabled(false)
        .accept("text/csv")
        .get(DATASET + "/" + table)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  private static JsonNode json(String table) throws IOException {
    return new ObjectMapper()
        .readTree(given().accept(ContentType.JSON).get(DATASET + "/" + table).asString());
  }

  private static List<CSVRecord> records(String csv) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(csv))
        .getRecords();
  }

  /** As CSV has it: numbers as they are, lists with semicolons, nothing for null. */
  private static String text(JsonNode cell) {
    if (cell.isArray()) {
      List<String> codes = new ArrayList<>();
      cell.forEach(code -> codes.add(code.asText()));
      return String.join(";", codes);
    }
    return cell.isNull() ? "" : cell.asText();
  }

  private Member vas(String patient, @Nullable Integer... steps) {
    return SyntheticMember.with(protocol(), patient, Measure.VAS_PAIN, steps);
  }

  private void write(List<Member> some) {
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, some));
  }

  /** By the Java platform's HMAC-SHA-256, with the key of the database. */
  private String pseudonym(String patient) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key =
          QuarkusTransaction.requiringNew()
              .call(
                  () ->
                      (byte[])
                          entityManager
                              .createNativeQuery("SELECT key FROM pseudonym_key")
                              .getSingleResult());
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] hash = mac.doFinal((STUDY + "\u001f" + patient).getBytes(StandardCharsets.UTF_8));
      return "p" + HexFormat.of().formatHex(hash, 0, 10);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
