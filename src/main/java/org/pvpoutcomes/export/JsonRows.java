package org.pvpoutcomes.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes tables as JSON: an object with an array of one object per row. */
final class JsonRows {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonRows() {}

  /** Writes all rows, and leaves the stream open. */
  static <R> void write(String study, Table<R> table, Table.Members members, OutputStream out)
      throws IOException {
    JsonGenerator json = JSON.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("study", study);
    json.writeStringField("table", table.name());
    json.writeArrayFieldStart("rows");
    table.rows().each(members, row -> write(json, table.variables(), row));
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  private static <R> void write(JsonGenerator json, List<Variable<R>> variables, R row) {
    try {
      json.writeStartObject();
      for (Variable<R> variable : variables) {
        json.writeFieldName(variable.name());
        write(json, variable.value().apply(row));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Integer number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.doubleValue());
      case Boolean flag -> json.writeBoolean(flag);
      case List<?> codes -> {
        json.writeStartArray();
        for (Object code : codes) {
          json.writeString(String.valueOf(code));
        }
        json.writeEndArray();
      }
      default -> json.writeString(value.toString());
    }
  }
}
