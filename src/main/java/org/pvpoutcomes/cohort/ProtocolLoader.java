package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.LaboratoryKind;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * Reads study protocols from YAML files on the class path. {@code protocols/index.yaml} lists the
 * files, in the order in which the service shows the studies; a file and a line there add a study.
 */
public final class ProtocolLoader {

  private static final String FOLDER = "protocols/";

  private final ObjectMapper mapper;

  /** A loader of the files that ship with the service. */
  public ProtocolLoader() {
    SimpleModule codes = new SimpleModule();
    codes.addDeserializer(ProcedureKind.class, new CodeDeserializer<>(ProcedureKind.class));
    codes.addDeserializer(Measure.class, new CodeDeserializer<>(Measure.class));
    codes.addDeserializer(DiagnosisKind.class, new CodeDeserializer<>(DiagnosisKind.class));
    codes.addDeserializer(LaboratoryKind.class, new CodeDeserializer<>(LaboratoryKind.class));
    codes.addDeserializer(
        ResponderRule.Kind.class, new CodeDeserializer<>(ResponderRule.Kind.class));
    mapper =
        YAMLMapper.builder(new YAMLFactory())
            .addModule(codes)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.FAIL, Nulls.FAIL))
            .build();
  }

  /**
   * All protocols that ship with the service.
   *
   * @return by id, in the order of {@code protocols/index.yaml}
   * @throws ProtocolException when a file is missing, is no protocol, or repeats an id
   */
  public Map<String, Protocol> loadAll() {
    Map<String, Protocol> protocols = new LinkedHashMap<>();
    for (String file : files()) {
      Protocol protocol = open(file, stream -> read(file, stream));
      if (protocols.put(protocol.id(), protocol) != null) {
        throw new ProtocolException(
            "%s: the id %s is taken by another protocol".formatted(file, protocol.id()));
      }
    }
    return Collections.unmodifiableMap(protocols);
  }

  /**
   * Reads one protocol.
   *
   * @param file its name, for messages
   * @throws ProtocolException when it is no valid protocol; names file, line and field
   */
  public Protocol read(String file, InputStream yaml) {
    try {
      return mapper.readValue(yaml, ProtocolDocument.class).toProtocol();
    } catch (JsonProcessingException problem) {
      throw new ProtocolException(describe(file, problem), problem);
    } catch (IllegalArgumentException problem) {
      throw new ProtocolException(file + ": " + problem.getMessage(), problem);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private List<String> files() {
    String file = FOLDER + "index.yaml";
    List<String> names =
        open(
            file,
            stream -> {
              try {
                return mapper.readValue(stream, new TypeReference<List<String>>() {});
              } catch (JsonProcessingException problem) {
                throw new ProtocolException(describe(file, problem), problem);
              }
            });
    return names.stream().map(name -> FOLDER + name).toList();
  }

  private interface Reader<T> {
    T read(InputStream stream) throws IOException;
  }

  private static <T> T open(String file, Reader<T> reader) {
    try (InputStream stream = ProtocolLoader.class.getClassLoader().getResourceAsStream(file)) {
      if (stream == null) {
        throw new ProtocolException(file + " is not on the class path");
      }
      return reader.read(stream);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** File, line and field first, then what is wrong and what would be right. */
  private static String describe(String file, JsonProcessingException problem) {
    JsonLocation location = problem.getLocation();
    String line = location == null ? "" : ", line " + location.getLineNr();
    String field = problem instanceof JsonMappingException mapping ? path(mapping) : "";
    return "%s%s%s: %s".formatted(file, line, field.isEmpty() ? "" : ", " + field, text(problem));
  }

  private static String text(JsonProcessingException problem) {
    if (problem instanceof UnrecognizedPropertyException unknown) {
      return "unknown field; allowed are " + unknown.getKnownPropertyIds();
    }
    if (problem instanceof InvalidNullException) {
      return "must have a value";
    }
    if (problem instanceof InvalidTypeIdException kind) {
      return kindText(kind);
    }
    if (problem instanceof MismatchedInputException mismatch) {
      Class<?> type = mismatch.getTargetType();
      if (problem.getOriginalMessage().startsWith("Missing required creator property")) {
        return "is missing";
      }
      if (type == int.class || type == Integer.class) {
        return "must be a whole number";
      }
      if (type == boolean.class) {
        return "must be true or false";
      }
      if (type == BigDecimal.class) {
        return "must be a number";
      }
    }
    return problem.getOriginalMessage();
  }

  /** A part of which there are several kinds names one that there is not, or none. */
  private static String kindText(InvalidTypeIdException problem) {
    String given = problem.getTypeId();
    return "kind: %s; allowed are %s"
        .formatted(
            given == null ? "is missing" : given + " is not allowed",
            Arrays.stream(CriterionDocument.class.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .toList());
  }

  private static String path(JsonMappingException problem) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : problem.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /** Reads a concept of the study by its code. */
  private static final class CodeDeserializer<E extends Enum<E> & Coded>
      extends StdDeserializer<E> {

    private static final long serialVersionUID = 1L;

    private final Class<E> type;

    CodeDeserializer(Class<E> type) {
      super(type);
      this.type = type;
    }

    @Override
    public E deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String code = parser.getValueAsString("");
      return Coded.find(type, code)
          .orElseThrow(
              () ->
                  JsonMappingException.from(
                      parser,
                      "%s is not allowed; allowed are %s"
                          .formatted(
                              code,
                              Arrays.stream(type.getEnumConstants()).map(Coded::code).toList())));
    }
  }
}
