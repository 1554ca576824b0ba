package org.pvpoutcomes.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One scenario, by three clients as their makers ship them: HAPI's generic client here, and
 * fhir-kit-client and SMART's fhirclient as the scripts in src/test/clients. Afterwards the record
 * must be the same.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UnmodifiedClientsTest {

  private static final Path CLIENTS = Path.of("src", "test", "clients");
  private static final String PATIENT = "https://hospital.example/patients|client-1";
  private static final int MINUTES = 5;

  /** What the record is afterwards, newest first, with the ids that the server made left out. */
  private static final List<String> END_STATE =
      List.of(
          "Observation client-extra 2 DELETE",
          "Observation client-extra 1 5",
          "Observation client-week 3 4",
          "Observation client-week 2 4.5",
          "Observation client-week 1 5",
          "Procedure - 1",
          "Patient - 1",
          "Observation - 1 7.5");

  @TempDir Path directory;

  @Test
  void HAPIs_generic_client() throws IOException {
    FhirContext context = FhirContext.forR4Cached();
    context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.ONCE);
    IGenericClient client = context.newRestfulGenericClient(base());

    assertThat(
            client
                .capabilities()
                .ofType(CapabilityStatement.class)
                .execute()
                .getFhirVersion()
                .toCode())
        .isEqualTo("4.0.1");

    Bundle transaction = resource(Bundle.class, "transaction");
    for (String expected : List.of("201 Created", "200 OK")) {
      assertThat(client.transaction().withBundle(transaction).execute().getEntry())
          .extracting(entry -> entry.getResponse().getStatus())
          .containsExactly(expected, expected, expected);
    }

    Observation observation = resource(Observation.class, "observation");
    client.update().resource(observation).execute();
    assertThat(
            client
                .read()
                .resource(Observation.class)
                .withIdAndVersion("client-week", "1")
                .execute()
                .getValueQuantity()
                .getValue())
        .isEqualByComparingTo("5");
    observation.getValueQuantity().setValue(4.5);
    MethodOutcome updated =
        client.update().resource(observation).withAdditionalHeader("If-Match", "W/\"1\"").execute();
    assertThat(updated.getId().getVersionIdPart()).isEqualTo("2");
    assertThatThrownBy(
            () ->
                client
                    .update()
                    .resource(observation)
                    .withAdditionalHeader("If-Match", "W/\"1\"")
                    .execute())
        .isInstanceOf(PreconditionFailedException.class);
    client
        .patch()
        .withBody("[{\"op\":\"replace\",\"path\":\"/valueQuantity/value\",\"value\":4}]")
        .withId("Observation/client-week")
        .execute();
    Bundle history =
        client.history().onInstance("Observation/client-week").returnBundle(Bundle.class).execute();
    assertThat(values(history)).containsExactly("4", "4.5", "5.0");

    Observation extra = resource(Observation.class, "observation");
    extra.setId("client-extra");
    client.update().resource(extra).execute();
    client.delete().resourceById("Observation", "client-extra").execute();
    assertThatThrownBy(
            () -> client.read().resource(Observation.class).withId("client-extra").execute())
        .isInstanceOf(ResourceGoneException.class);

    List<String> found = new ArrayList<>();
    Bundle page =
        client
            .search()
            .byUrl(
                "Observation?subject:Patient.identifier="
                    + PATIENT
                    + "&code=http://loinc.org|38214-3")
            .sort(new SortSpec("date"))
            .count(1)
            .returnBundle(Bundle.class)
            .execute();
    assertThat(page.getTotal()).isEqualTo(2);
    while (page != null) {
      found.addAll(values(page));
      page = page.getLink(Bundle.LINK_NEXT) == null ? null : client.loadPage().next(page).execute();
    }
    assertThat(found).containsExactly("7.5", "4");

    Bundle patients =
        client
            .search()
            .forResource(Patient.class)
            .where(
                Patient.IDENTIFIER
                    .exactly()
                    .systemAndIdentifier("https://hospital.example/patients", "client-1"))
            .returnBundle(Bundle.class)
            .execute();
    Bundle everything =
        client
            .operation()
            .onInstance(patients.getEntryFirstRep().getResource().getIdElement().toVersionless())
            .named("$everything")
            .withNoParameters(Parameters.class)
            .useHttpGet()
            .returnResourceType(Bundle.class)
            .execute();
    assertThat(everything.getEntry())
        .extracting(entry -> entry.getResource().fhirType())
        .containsExactlyInAnyOrder("Observation", "Observation", "Patient", "Procedure");

    assertThat(endState()).containsExactlyElementsOf(END_STATE);
  }

  @Test
  void fhir_kit_client() throws Exception {
    run("fhir-kit-client.mjs");
  }

  @Test
  void SMARTs_fhirclient() throws Exception {
    run("fhirclient.mjs");
  }

  private void run(String script) throws IOException, InterruptedException {
    assumeTrue(
        isThere("node") && isThere("npm"), "Node.js is not installed: " + script + " was not run");
    try (Stream<Path> files = Files.list(CLIENTS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, directory.resolve(file.getFileName().toString()));
      }
    }
    Finished install = run("npm", "ci");
    assumeTrue(
        install.status == 0 || !install.isOffline(),
        "npm's registry cannot be reached: " + script + " was not run");
    assertThat(install.status).as(install.output).isZero();

    Finished run = run("node", script, base());

    assertThat(run.status).as(run.output).isZero();
    assertThat(endState()).containsExactlyElementsOf(END_STATE);
  }

  private static List<String> values(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(entry -> ((Observation) entry.getResource()).getValueQuantity())
        .map(quantity -> quantity.getValueElement().getValueAsString())
        .toList();
  }

  private static List<String> endState() {
    JsonPath history =
        RestAssured.given()
            .get("/fhir/_history?_count=100")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    List<String> state = new ArrayList<>();
    int entries = history.getList("entry").size();
    for (int i = 0; i < entries; i++) {
      String entry = "entry[" + i + "].";
      String[] url = history.getString(entry + "fullUrl").split("/", -1);
      String id = url[url.length - 1];
      String version = history.getString(entry + "response.etag").replaceAll("\\D", "");
      String value = history.getString(entry + "resource.valueQuantity.value");
      String method = history.getString(entry + "request.method");
      state.add(
          url[url.length - 2]
              + " "
              + (id.startsWith("client-") ? id : "-")
              + " "
              + version
              + (method.equals("DELETE") ? " DELETE" : "")
              + (value == null ? "" : " " + withoutZeros(value)));
    }
    return state;
  }

  /** Numbers of JavaScript have no trailing zeros, so that two of the clients send none. */
  private static String withoutZeros(String value) {
    return new BigDecimal(value).stripTrailingZeros().toPlainString();
  }

  private static <T extends IBaseResource> T resource(Class<T> type, String name)
      throws IOException {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .parseResource(type, Files.readString(CLIENTS.resolve(name + ".json")));
  }

  private static String base() {
    return "http://localhost:" + RestAssured.port + "/fhir";
  }

  private static boolean isThere(String program) {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor(MINUTES, TimeUnit.MINUTES);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Finished run(String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return new Finished(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private record Finished(int status, String output) {
    boolean isOffline() {
      return Stream.of("ENOTFOUND", "ECONNREFUSED", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET")
          .anyMatch(output::contains);
    }
  }
}
