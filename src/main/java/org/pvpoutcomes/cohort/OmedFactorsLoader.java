package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;

/** Reads a table of equivalent doses of opioids from a YAML file. */
public final class OmedFactorsLoader {

  /** The table that this service uses. */
  private static final String FILE = "omed/cdc-2022.yaml";

  private final ObjectMapper mapper =
      YAMLMapper.builder(new YAMLFactory())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private record Document(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String version,
      @JsonProperty(required = true) String title,
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) List<Entry> factors) {}

  private record Entry(
      @JsonProperty(required = true) String opioid,
      @JsonProperty(required = true) String route,
      @JsonProperty(required = true) String per,
      @JsonProperty(required = true) BigDecimal factor) {}

  /**
   * The table that ships with the service.
   *
   * @throws IllegalStateException when it is missing or no valid table
   */
  public OmedFactors load() {
    try (InputStream stream = OmedFactorsLoader.class.getClassLoader().getResourceAsStream(FILE)) {
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
   * Reads one table.
   *
   * @throws IllegalArgumentException when it is no valid table; says why
   */
  OmedFactors read(InputStream yaml) throws IOException {
    Document document;
    try {
      document = mapper.readValue(yaml, Document.class);
    } catch (JsonProcessingException problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
    return new OmedFactors(
        document.id,
        document.version,
        document.title,
        document.source,
        document.factors.stream().map(OmedFactorsLoader::factor).toList());
  }

  private static OmedFactors.Factor factor(Entry entry) {
    return new OmedFactors.Factor(
        constant(Opioid.class, entry.opioid),
        constant(OpioidRoute.class, entry.route),
        constant(OmedFactors.Basis.class, entry.per),
        entry.factor);
  }

  private static <E extends Enum<E> & Coded> E constant(Class<E> type, String code) {
    return Coded.find(type, code)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is not allowed; allowed are %s"
                        .formatted(
                            code,
                            Arrays.stream(type.getEnumConstants()).map(Coded::code).toList())));
  }
}
