package org.pvpoutcomes.synthetic;

import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/**
 * Sends the synthetic study to the service: first the ConceptMaps and the Questionnaire of
 * hospital.example, then its 39 Bundles, each with the request that hospital would send.
 */
@ApplicationScoped
public class SyntheticStudyLoader {

  private static final Logger LOG = Logger.getLogger(SyntheticStudyLoader.class);
  private static final String FHIR_JSON = "application/fhir+json";
  private static final String INDEX = "/synthetic/xu2021/index.txt";

  private final SyntheticStudyConfig config;

  SyntheticStudyLoader(SyntheticStudyConfig config) {
    this.config = config;
  }

  /** Loads the study once the service answers, if it is asked to. */
  void onStart(@ObservesAsync HttpServerStart started) {
    if (config.load()) {
      load(URI.create("http://localhost:" + started.options().getPort() + "/fhir"));
    }
  }

  /**
   * Sends everything to the FHIR endpoint {@code base}.
   *
   * @throws IllegalStateException when the endpoint refuses something
   */
  public static void load(URI base) {
    List<String> lines = read(INDEX).lines().filter(line -> !line.isBlank()).toList();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String line : lines) {
        String[] methodPathFile = line.split(" ", -1);
        send(client, base, methodPathFile[0], methodPathFile[1], methodPathFile[2]);
      }
    }
    LOG.infof("Loaded the synthetic study xu2021: %d requests", lines.size());
  }

  private static void send(HttpClient client, URI base, String method, String path, String file) {
    URI target = path.equals("/") ? base : URI.create(base + path);
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .header("Content-Type", FHIR_JSON)
            .method(method, BodyPublishers.ofString(read(file)))
            .build();
    try {
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        throw new IllegalStateException(file + " of the synthetic study was refused: " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(file + " of the synthetic study could not be sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while sending the synthetic study", e);
    }
  }

  private static String read(String resource) {
    try (InputStream in = SyntheticStudyLoader.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(resource + " cannot be read", e);
    }
  }
}
