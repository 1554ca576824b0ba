package org.pvpoutcomes.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The catalogue of methods, {@code methods/catalogue.yaml}, read once. That it says of each answer
 * what the code does is tested.
 */
public final class Methods {

  private static final String FILE = "methods/catalogue.yaml";

  private static final ObjectMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<Method> ALL = load();

  private Methods() {}

  private record Catalogue(@JsonProperty(required = true) List<Method> methods) {}

  /** All methods, in the order in which they are shown. */
  public static List<Method> all() {
    return ALL;
  }

  /** The methods of an answer, in the order of the catalogue. */
  public static List<MethodReference> of(Answer answer) {
    return ALL.stream()
        .filter(method -> method.answers().contains(answer))
        .map(MethodReference::to)
        .toList();
  }

  private static List<Method> load() {
    try (InputStream stream = Methods.class.getClassLoader().getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      return read(stream);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (IllegalArgumentException problem) {
      throw new IllegalStateException(FILE + ": " + problem.getMessage(), problem);
    }
  }

  /**
   * Reads a catalogue.
   *
   * @throws IllegalArgumentException when it is none; says what is wrong, with line and column
   *     where a single method is at fault
   */
  static List<Method> read(InputStream yaml) throws IOException {
    List<Method> methods;
    try {
      methods = YAML.readValue(yaml, Catalogue.class).methods;
    } catch (JsonProcessingException problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
    Set<String> ids = new HashSet<>();
    for (Method method : methods) {
      if (!ids.add(method.id())) {
        throw new IllegalArgumentException("The id " + method.id() + " is there twice");
      }
    }
    return List.copyOf(methods);
  }
}
