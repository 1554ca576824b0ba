import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Posts the Bundles of a file, one per line, to a running service and prints how fast they were taken. Run it with
 * {@code java src/bench/LoadBenchmark.java BASE FILE CLIENTS}; BASE is for example http://localhost:8080.
 */
final class LoadBenchmark {

  private static final Pattern ENTRY = Pattern.compile("\"fullUrl\"");

  private LoadBenchmark() {}

  public static void main(String[] args) throws Exception {
    String base = args[0];
    List<String> bundles = Files.readAllLines(Path.of(args[1]), StandardCharsets.US_ASCII);
    int clients = Integer.parseInt(args[2]);
    long resources = bundles.stream().mapToLong(b -> ENTRY.matcher(b).results().count()).sum();
    long[] nanos = new long[bundles.size()];
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
      for (int c = 0; c < clients; c++) {
        running.add(pool.submit(() -> post(base, bundles, nanos, next)));
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        "%d clients: %d Bundles, %d resources in %.1f s = %.0f resources/s; per Bundle p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
        clients, bundles.size(), resources, seconds, resources / seconds, at(nanos, 0.50), at(nanos, 0.95), at(nanos, 0.99));
  }

  private static Void post(String base, List<String> bundles, long[] nanos, AtomicInteger next)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int i = next.getAndIncrement(); i < bundles.size(); i = next.getAndIncrement()) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(base + "/fhir"))
                .header("Content-Type", "application/fhir+json")
                .POST(HttpRequest.BodyPublishers.ofString(bundles.get(i)))
                .build();
        long before = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        nanos[i] = System.nanoTime() - before;
        if (answer.statusCode() != 200) {
          throw new IllegalStateException("Bundle " + i + ": " + answer.statusCode() + " " + answer.body());
        }
      }
    }
    return null;
  }

  private static double at(long[] sorted, double quantile) {
    return sorted[(int) Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] / 1e6;
  }
}
