package org.pvpoutcomes.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service in a process of its own, started as an operator starts it. */
final class PackagedService implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:(\\d+)");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  private PackagedService(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readLog);
  }

  /** Starts {@code java -jar target/quarkus-app/quarkus-run.jar} with more environment. */
  static PackagedService start(Path directory, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Dquarkus.http.port=0");
    command.add("-jar");
    command.add(Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toFile());
    builder.environment().remove("QUARKUS_DATASOURCE_JDBC_URL");
    builder.environment().putAll(environment);
    return new PackagedService(builder.start());
  }

  private void readLog() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          port.complete(Integer.valueOf(listening.group(1)));
        }
      }
      port.completeExceptionally(new IllegalStateException("The service ended:\n" + log()));
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
  }

  /** Waits until it listens. */
  PackagedService ready() throws Exception {
    port.get(120, TimeUnit.SECONDS);
    return this;
  }

  HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, String body) throws Exception {
    return CLIENT.send(
        request(path)
            .header("Content-Type", "application/fhir+json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Posts {@code start}, then {@code unit} over and over until there are so many bytes. */
  HttpResponse<String> postRepeated(String path, String start, String unit, int bytes)
      throws Exception {
    String body = start + unit.repeat(bytes / unit.length());
    return CLIENT.send(
        request(path)
            .header("Content-Type", "application/fhir+json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.US_ASCII)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) throws Exception {
    return HttpRequest.newBuilder(
        URI.create("http://localhost:" + port.get(1, TimeUnit.SECONDS) + path));
  }

  /** SIGKILL: the service cannot do anything about it. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for the process to end by itself. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The service still runs:\n" + log());
    }
    return process.exitValue();
  }

  String log() {
    return String.join("\n", log);
  }

  /** SIGTERM, as an operator stops it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
