package org.pvpoutcomes.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example resources of the profiles. */
final class Examples {

  private static final Path FOLDER = Path.of("src", "test", "resources", "conformance");

  private Examples() {}

  /** What meets the profile that it claims. */
  static List<Path> valid() {
    return resources("valid");
  }

  /** What does not; beside each is what the validator says, in {@code -expected.txt}. */
  static List<Path> invalid() {
    return resources("invalid");
  }

  static Path valid(String name) {
    return FOLDER.resolve("valid").resolve(name + ".json");
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> resources(String folder) {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .filter(file -> !file.toString().endsWith("-expected.json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
