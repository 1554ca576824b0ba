package org.pvpoutcomes.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** Files of the tests, and the vocabulary of the synthetic site that they use. */
final class Resources {

  private static final Path TESTS = Path.of("src", "test", "resources");
  private static final Path SITE = Path.of("src", "main", "resources", "sites", "hospital.example");

  private Resources() {}

  /** Shipped maps, those of hospital.example, and those of its wards. */
  static Vocabulary vocabulary() {
    return Vocabulary.of(ShippedConceptMaps.load(), siteAndWardMaps(), ResourceMapper.knownCodes());
  }

  static List<ConceptMapDocument> siteAndWardMaps() {
    List<ConceptMapDocument> maps = new ArrayList<>(siteMaps());
    maps.addAll(maps(TESTS.resolve("vocabulary-of-the-wards")));
    return maps;
  }

  static List<ConceptMapDocument> siteMaps() {
    return maps(SITE);
  }

  private static List<ConceptMapDocument> maps(Path folder) {
    return files(folder, ".json").stream()
        .map(file -> new ConceptMapDocument(file.getFileName().toString(), read(file)))
        .toList();
  }

  /** The Bundles of the synthetic cohort, in order of path. */
  static List<Path> bundles() {
    return files(Path.of("src", "main", "resources", "synthetic", "xu2021", "fhir"), ".json");
  }

  /** The files below a folder of the test resources whose name ends so, in order of path. */
  static List<Path> files(String folder, String ending) {
    return files(TESTS.resolve(folder), ending);
  }

  private static List<Path> files(Path folder, String ending) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path test(String path) {
    return TESTS.resolve(path);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
