package org.pvpoutcomes.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The ConceptMaps that come with the service, one per target, from the folder {@code fhir} of the
 * class path. Every entry names its source in the comment of its target; what could not be checked
 * against a source is marked "unverified" there.
 */
public final class ShippedConceptMaps {

  /** File names without ending; each is the id of the ConceptMap in it. */
  public static final List<String> IDS =
      List.of(
          "procedure-kind",
          "vertebral-level",
          "injection-approach",
          "leak-site",
          "complication",
          "complication-severity",
          "detection-method",
          "primary-tumour",
          "diagnosis",
          "measure",
          "pain-scale",
          "extension",
          "opioid",
          "opioid-route");

  private ShippedConceptMaps() {}

  /** Reads all of them. */
  public static List<ConceptMapDocument> load() {
    return IDS.stream().map(id -> new ConceptMapDocument(id, read(id))).toList();
  }

  private static String read(String id) {
    String path = "/fhir/" + id + ".json";
    try (InputStream in = ShippedConceptMaps.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
