package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.StoredVersion;

/** Writes answers as HTTP: in the format, and with as much of the resource, as the client wants. */
@Singleton
class Rendering {

  private final JsonReader reader;
  private final XmlFormat xml;
  private final Subset subset;

  Rendering(JsonReader reader, XmlFormat xml, Subset subset) {
    this.reader = reader;
    this.xml = xml;
    this.subset = subset;
  }

  /**
   * The HTTP answer.
   *
   * @param base the server's base URL, without a slash at the end
   */
  Response response(FhirAnswer answer, Presentation presentation, String base) {
    return response(answer, presentation, base, null);
  }

  /**
   * The HTTP answer.
   *
   * @param allow value of the header Allow; null for none
   */
  Response response(
      FhirAnswer answer, Presentation presentation, String base, @Nullable String allow) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    StoredVersion version = answer.version();
    if (version != null) {
      response
          .header(HttpHeaders.ETAG, FhirHttp.etag(version))
          .lastModified(Date.from(version.lastUpdated()));
      if (answer.written()) {
        response.header(HttpHeaders.LOCATION, base + "/" + FhirHttp.versionUrl(version));
      }
    }
    if (allow != null) {
      response.header(HttpHeaders.ALLOW, allow);
    }
    String json = answer.json();
    if (json != null) {
      response
          .entity(bytes(json, answer.outcome() ? presentation.ofRefusal() : presentation))
          .type(presentation.format().contentType());
    }
    return response.build();
  }

  /**
   * A resource as a part of a larger one: with as much of it as the client wants.
   *
   * @param json the resource as it is kept
   */
  String part(String json, Presentation presentation) {
    return presentation.isWhole() ? json : cut(tree(json), presentation).toString();
  }

  private ObjectNode cut(ObjectNode tree, Presentation presentation) {
    Presentation.Summary summary = presentation.summary();
    if (summary == null) {
      return subset.elements(tree, presentation.elements());
    }
    return switch (summary) {
      case TRUE -> subset.summary(tree);
      case TEXT -> subset.text(tree);
      case DATA -> subset.data(tree);
      case COUNT -> tree;
    };
  }

  private byte[] bytes(String json, Presentation presentation) {
    boolean asIs = presentation.format() == Format.JSON && !presentation.pretty();
    if (asIs && presentation.isWhole()) {
      return json.getBytes(StandardCharsets.UTF_8);
    }
    ObjectNode tree = tree(json);
    // The resources of a Bundle are parts, and were cut when it was made.
    if (!presentation.isWhole() && !tree.path("resourceType").asText().equals("Bundle")) {
      tree = cut(tree, presentation);
    }
    return switch (presentation.format()) {
      case JSON ->
          (presentation.pretty() ? tree.toPrettyString() : tree.toString())
              .getBytes(StandardCharsets.UTF_8);
      case XML -> xml.write(tree, presentation.pretty());
    };
  }

  private ObjectNode tree(String json) {
    return reader.readOwn(json);
  }
}
