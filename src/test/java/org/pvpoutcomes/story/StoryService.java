package org.pvpoutcomes.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** The service as a sender and a researcher meet it: over HTTP. */
final class StoryService {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STUDY = "/api/v1/studies/xu-2021/";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final List<String> CALLS =
      List.of(
          STUDY + "outcomes",
          STUDY + "outcomes?stratifyBy=sex",
          STUDY + "outcomes?stratifyBy=primary-tumour",
          STUDY + "outcomes?stratifyBy=year,sex&where=site:unknown",
          STUDY + "complications",
          STUDY + "complications?stratifyBy=approach",
          STUDY + "characteristics",
          STUDY + "completeness",
          "/api/v1/vocabulary/unmapped?limit=1000");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  StoryService(URI base) {
    this.base = base;
  }

  /** Sends the steps in one transaction, which must succeed. */
  void send(Collection<Step> steps) {
    String bundle =
        steps.stream()
            .map(Step::entry)
            .collect(
                Collectors.joining(
                    ",",
                    "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[",
                    "]}"));
    expect(200, request("/fhir").POST(BodyPublishers.ofString(bundle)));
  }

  /** Every answer of the study and about each of its patients, by its URL. */
  Map<String, String> answers() {
    Map<String, String> answers = new ConcurrentSkipListMap<>(answers(CALLS));
    Map<String, String> members = new TreeMap<>();
    String page = STUDY + "members?limit=1000";
    while (!page.isEmpty()) {
      JsonNode answer = parse(get(page));
      for (JsonNode member : answer.path("members")) {
        String id = member.path("id").asText();
        members.put(STUDY + "members/" + id, member.toString());
      }
      page = answer.path("next").asText("");
    }
    members.forEach((url, summary) -> answers.put(url + " (summary)", summary));
    members.keySet().parallelStream().forEach(url -> answers.put(url, get(url)));
    return answers;
  }

  /** The answers to these calls, by their URLs. */
  Map<String, String> answers(Collection<String> calls) {
    Map<String, String> answers = new TreeMap<>();
    calls.forEach(call -> answers.put(call, get(call)));
    return answers;
  }

  /** Waits until nothing is left to be mapped again. */
  void awaitRemapped() {
    await("/api/v1/vocabulary", "/remapping/state", "idle");
  }

  /** Maps and derives everything again, and waits for the end of it. */
  void rebuild() {
    expect(202, request("/api/v1/rebuild").POST(BodyPublishers.noBody()));
    await("/api/v1/rebuild", "/state", "finished");
  }

  private void await(String url, String pointer, String wanted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!parse(get(url)).at(pointer).asText().equals(wanted)) {
      if (System.nanoTime() > end) {
        throw new AssertionError(url + " does not become " + wanted + ": " + get(url));
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  private String get(String url) {
    return expect(200, request(url).GET());
  }

  private HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(base.resolve(url))
        .header(
            "Content-Type", url.startsWith("/fhir") ? "application/fhir+json" : "application/json");
  }

  private String expect(int status, HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != status) {
        throw new AssertionError(response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
