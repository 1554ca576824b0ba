package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON Schema and the reader agree: {@code valid} documents are accepted by both, {@code
 * invalid} ones by neither. {@code contradictory} ones have parts that do not fit together, which
 * only the reader can tell.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProtocolFixturesTest {

  private static final Path FOLDER = Path.of("src/test/resources/protocols");
  private static final Path EXAMPLES = Path.of("src/main/resources/protocols");

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final JsonSchema schema = SCHEMAS.getSchema(ProtocolLoader.schema());

  @ParameterizedTest
  @MethodSource("accepted")
  void what_is_valid_both_accept(Path file) throws IOException {
    assertThat(refusals(file)).isEmpty();
    assertThatCode(() -> read(file)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void what_is_invalid_both_refuse_and_the_reader_names_the_places(Path file) throws IOException {
    assertThat(refusals(file)).isNotEmpty();
    assertThat(faults(file)).isEqualTo(expected(file));
  }

  @ParameterizedTest
  @MethodSource("contradictory")
  void what_does_not_fit_together_the_reader_refuses(Path file) throws IOException {
    if (!file.getFileName().toString().equals("alias.yaml")
        && !file.getFileName().toString().equals("field-twice.yaml")) {
      assertThat(refusals(file)).isEmpty();
    }
    assertThat(faults(file)).isEqualTo(expected(file));
  }

  @Test
  void the_schema_is_one_of_2020_12() throws IOException {
    JsonNode document = new YAMLMapper().readTree(ProtocolLoader.schema());
    JsonSchema ofSchemas =
        SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(ofSchemas.validate(document)).isEmpty();
  }

  static Stream<Path> accepted() throws IOException {
    return Stream.concat(
        files(FOLDER.resolve("valid")).stream(),
        Stream.concat(
            Stream.of(EXAMPLES.resolve("xu-2021.yaml")),
            files(EXAMPLES.resolve("examples")).stream()));
  }

  static List<Path> invalid() throws IOException {
    return files(FOLDER.resolve("invalid"));
  }

  static List<Path> contradictory() throws IOException {
    return files(FOLDER.resolve("contradictory"));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  private Set<String> refusals(Path file) throws IOException {
    ObjectMapper mapper = file.toString().endsWith(".json") ? new ObjectMapper() : new YAMLMapper();
    JsonNode document = mapper.readTree(Files.readString(file));
    return schema.validate(document).stream()
        .map(ValidationMessage::getMessage)
        .collect(Collectors.toSet());
  }

  private static String faults(Path file) {
    return catchThrowableOfType(ProtocolException.class, () -> read(file)).faults().stream()
        .map(fault -> fault + "\n")
        .collect(Collectors.joining());
  }

  private static String expected(Path file) throws IOException {
    return Files.readString(
        Path.of(file.toString().replaceFirst("\\.(yaml|json)$", "-expected.txt")));
  }

  private static void read(Path file) throws IOException {
    ProtocolReader.read(
        file.getFileName().toString(),
        Files.readString(file),
        file.toString().endsWith(".json") ? ProtocolFormat.JSON : ProtocolFormat.YAML);
  }
}
