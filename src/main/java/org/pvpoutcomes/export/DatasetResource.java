package org.pvpoutcomes.export;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pvpoutcomes.cohort.PseudonymousMembers;
import org.pvpoutcomes.export.DatasetReport.TableLink;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.ProblemType;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.question.Questions;

/** {@code /api/v1/studies/{study}/dataset}: the tables, their dictionary and the R script. */
@Path("/api/v1/studies/{study}/dataset")
public class DatasetResource {

  private static final String SCRIPT = "analysis.R";

  /** RFC 4180 §3. */
  private static final MediaType CSV =
      new MediaType("text", "csv", Map.of("charset", "UTF-8", "header", "present"));

  /** The first is answered to whom all are equal: it is what a data set is asked for. */
  private static final List<Variant> FORMATS =
      Variant.mediaTypes(CSV, MediaType.APPLICATION_JSON_TYPE).build();

  private final Questions questions;
  private final PseudonymousMembers members;

  DatasetResource(Questions questions, PseudonymousMembers members) {
    this.questions = questions;
    this.members = members;
  }

  /** Which tables there are. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public DatasetReport dataset(@PathParam("study") String study, @Context UriInfo request) {
    Question question = questions.of(study, request, Question.WHERE);
    String path = request.getRequestUri().getRawPath();
    String query = request.getRequestUri().getRawQuery();
    return new DatasetReport(
        study,
        tables(question).stream()
            .map(
                table ->
                    new TableLink(
                        table.name(),
                        table.title(),
                        table.variables().stream().map(Variable::name).toList(),
                        path + "/" + table.name() + (query == null ? "" : "?" + query)))
            .toList(),
        path + "/" + SCRIPT);
  }

  /** One table, as CSV or JSON. */
  @GET
  @Path("{table}")
  @Produces(MediaType.WILDCARD)
  public Response table(
      @PathParam("study") String study,
      @PathParam("table") String name,
      @Context UriInfo request,
      @Context Request accepted) {
    Question question = questions.of(study, request, Question.WHERE);
    List<Table<?>> tables = tables(question);
    Table<?> table =
        tables.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    ProblemException.notFound(
                        "There is no such table. Tables: "
                            + String.join(", ", tables.stream().map(Table::name).toList())
                            + "."));
    Variant format = accepted.selectVariant(FORMATS);
    if (format == null) {
      throw ProblemException.of(ProblemType.NOT_ACCEPTABLE, "Accept text/csv or application/json.");
    }
    boolean json = format.getMediaType().isCompatible(MediaType.APPLICATION_JSON_TYPE);
    return Response.ok(complete(out -> write(question, table, json, out)), format.getMediaType())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            "attachment; filename=\"%s-%s.%s\"".formatted(study, name, json ? "json" : "csv"))
        .build();
  }

  /** The script that reads the tables and computes the figures; the same for all studies. */
  @GET
  @Path(SCRIPT)
  @Produces(MediaType.TEXT_PLAIN)
  public String script(@PathParam("study") String study, @Context UriInfo request)
      throws IOException {
    questions.of(study, request);
    try (InputStream script =
        Objects.requireNonNull(DatasetResource.class.getResourceAsStream(SCRIPT), SCRIPT)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Table<?>> tables(Question question) {
    return Dictionary.tables(question.protocol(), question.division().bands());
  }

  private void write(Question question, Table<?> table, boolean json, OutputStream out)
      throws IOException {
    Table.Members each = member -> members.each(question.dataset(), question.division(), member);
    if (json) {
      JsonRows.write(question.dataset().study(), table, each, out);
    } else {
      CsvRows.write(table, each, out);
    }
  }

  /**
   * The output, but only once it is complete: half a table looks like a whole one. It waits in a
   * file, so that neither memory nor the database is held while the client reads.
   */
  private static StreamingOutput complete(StreamingOutput output) {
    return client -> {
      java.nio.file.Path file = Files.createTempFile("pvp-dataset", null);
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          output.write(out);
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
        Files.copy(file, client);
      } finally {
        Files.delete(file);
      }
    };
  }
}
