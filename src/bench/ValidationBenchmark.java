import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.pvpoutcomes.conformance.ConformanceResources;
import org.pvpoutcomes.conformance.ProfileValidator;

/**
 * Times the validation of one Observation against FHIR R4 and the profile that it claims, with the
 * jars of the packaged service and without HTTP: the first call, then the median and the 99th
 * percentile of each thousand on one thread; then the heap that is left. After {@code ./mvnw package}:
 *
 * <pre>
 * java -Xmx1g -cp 'target/quarkus-app/app/*:target/quarkus-app/lib/main/*:target/quarkus-app/lib/boot/*' \
 *     src/bench/ValidationBenchmark.java
 * </pre>
 */
class ValidationBenchmark {

  private static final Path OBSERVATION =
      Path.of("src", "test", "resources", "conformance", "valid", "vas-pain-observation.json");

  public static void main(String[] arguments) throws IOException {
    String observation = Files.readString(OBSERVATION);
    long begin = System.nanoTime();
    ProfileValidator validator = new ProfileValidator(new ConformanceResources());
    validator.validate(observation, List.of());
    System.out.printf("first %.1f s%n", (System.nanoTime() - begin) / 1e9);
    for (int round = 1; round <= 5; round++) {
      long[] nanoseconds = new long[1000];
      for (int i = 0; i < nanoseconds.length; i++) {
        long start = System.nanoTime();
        validator.validate(observation, List.of());
        nanoseconds[i] = System.nanoTime() - start;
      }
      Arrays.sort(nanoseconds);
      System.out.printf(
          "round %d: median %.2f ms, p99 %.2f ms%n", round, nanoseconds[500] / 1e6, nanoseconds[990] / 1e6);
    }
    System.gc();
    System.out.printf(
        "heap %d MB%n",
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
    Reference.reachabilityFence(validator);
  }
}
