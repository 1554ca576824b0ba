package org.pvpoutcomes.comparator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Measure;

/**
 * The published studies that are set beside some of the studies here.
 *
 * @param source where they are cited
 * @param studies ids of the studies here
 */
record EarlierStudies(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) List<String> studies,
    @JsonProperty(required = true) List<EarlierStudy> comparators) {

  private static final String FILE = "comparators/xu-2021.yaml";

  private static final ObjectMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(new SimpleModule().addDeserializer(Measure.class, new MeasureByCode()))
          .build();

  /** Copies the lists; refuses studies that repeat an id. */
  EarlierStudies {
    studies = List.copyOf(studies);
    comparators = List.copyOf(comparators);
    Set<String> ids = new HashSet<>();
    for (EarlierStudy study : comparators) {
      if (!ids.add(study.id())) {
        throw new IllegalArgumentException("The id " + study.id() + " is there twice");
      }
    }
  }

  /** Whether they are set beside the study. */
  boolean standBeside(String study) {
    return studies.contains(study);
  }

  /**
   * Those that ship with the service.
   *
   * @throws IllegalStateException when the file is missing or cannot be used
   */
  static EarlierStudies load() {
    try (InputStream stream = EarlierStudies.class.getClassLoader().getResourceAsStream(FILE)) {
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
   * Reads a file.
   *
   * @throws IllegalArgumentException when it cannot be used; says what is wrong in which line and
   *     column, and how one gets there
   */
  static EarlierStudies read(InputStream yaml) throws IOException {
    try {
      return YAML.readValue(yaml, EarlierStudies.class);
    } catch (JsonProcessingException problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
  }

  private static final class MeasureByCode extends FromStringDeserializer<Measure> {

    private static final long serialVersionUID = 1L;

    MeasureByCode() {
      super(Measure.class);
    }

    @Override
    protected Measure _deserialize(String code, DeserializationContext context) throws IOException {
      return Coded.find(Measure.class, code)
          .orElseThrow(
              () ->
                  context.weirdStringException(
                      code,
                      Measure.class,
                      "allowed are " + Coded.byCode(List.of(Measure.values())).keySet()));
    }
  }
}
