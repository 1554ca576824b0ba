package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pvpoutcomes.study.Protocol;

/**
 * Reads the protocols that ship with the service from YAML files on the class path. {@code
 * protocols/index.yaml} lists the files, in the order in which the service shows the studies; a
 * file and a line there add a study.
 */
public final class ProtocolLoader {

  private static final String FOLDER = "protocols/";

  /**
   * A protocol that ships with the service.
   *
   * @param document the text of its file, YAML
   */
  public record Shipped(Protocol protocol, String document) {}

  /**
   * All protocols that ship with the service.
   *
   * @return by id, in the order of {@code protocols/index.yaml}
   * @throws ProtocolException when a file is missing, is no protocol, or repeats an id
   */
  public Map<String, Protocol> loadAll() {
    Map<String, Protocol> protocols = new LinkedHashMap<>();
    shipped().forEach((id, shipped) -> protocols.put(id, shipped.protocol()));
    return Collections.unmodifiableMap(protocols);
  }

  /** As {@link #loadAll}, with the text of the files. */
  Map<String, Shipped> shipped() {
    Map<String, Shipped> shipped = new LinkedHashMap<>();
    for (String file : files()) {
      String document = text(FOLDER + file);
      Protocol protocol = ProtocolReader.read(file, document, ProtocolFormat.YAML);
      if (shipped.put(protocol.id(), new Shipped(protocol, document)) != null) {
        throw new ProtocolException(
            "%s: the id %s is taken by another protocol".formatted(file, protocol.id()));
      }
    }
    return Collections.unmodifiableMap(shipped);
  }

  /** The JSON Schema of protocol documents. */
  public static String schema() {
    return text(FOLDER + "schema.json");
  }

  private static Iterable<String> files() {
    try {
      return new YAMLMapper()
          .readValue(text(FOLDER + "index.yaml"), new TypeReference<Iterable<String>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    try (InputStream stream = ProtocolLoader.class.getClassLoader().getResourceAsStream(file)) {
      if (stream == null) {
        throw new ProtocolException(file + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
