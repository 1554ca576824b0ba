package org.pvpoutcomes.openapi;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks every answer of the API that a test receives against the contract: its status must be
 * documented, and its body must fit the schema. Registered for all tests by {@link
 * ContractExtension}.
 */
public final class ContractFilter implements Filter {

  private static final String API = "/api/";

  private final OpenApiInteractionValidator contract;

  /** Reads the reviewed file, the one that is served. */
  public ContractFilter() {
    try {
      contract =
          OpenApiInteractionValidator.createForInlineApiSpecification(
                  Files.readString(Path.of("openapi", "openapi.yaml")))
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expectation,
      FilterContext context) {
    Response response = context.next(request, expectation);
    String path = URI.create(request.getURI()).getPath();
    if (path.startsWith(API)) {
      check(request.getMethod(), path, response);
    }
    return response;
  }

  private void check(String method, String path, Response response) {
    ValidationReport report =
        contract.validateResponse(
            path,
            Request.Method.valueOf(method),
            SimpleResponse.Builder.status(response.statusCode())
                .withContentType(response.contentType())
                .withBody(response.body().asString())
                .build());
    if (report.hasErrors()) {
      throw new AssertionError(
          method + " " + path + " answers what the contract does not say: " + report.getMessages());
    }
  }
}
