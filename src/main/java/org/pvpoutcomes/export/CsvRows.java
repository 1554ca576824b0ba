package org.pvpoutcomes.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as CSV (RFC 4180): UTF-8, a header line, CRLF. What is missing is an empty cell.
 *
 * <p>A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * Injection): one that begins with {@code = + - @}, a tab or a line break. Numbers are written by
 * this class and never get one.
 */
final class CsvRows {

  private static final String FORMULA = "=+-@\t\r\n";

  private CsvRows() {}

  /** Writes the header and the rows, and leaves the stream open. */
  static <R> void write(Table<R> table, Table.Members members, OutputStream out)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CSVPrinter printer = CSVFormat.RFC4180.print(writer);
    printer.printRecord(table.variables().stream().map(Variable::name));
    table.rows().each(members, row -> print(printer, table.variables(), row));
    printer.flush();
  }

  private static <R> void print(CSVPrinter printer, List<Variable<R>> variables, R row) {
    try {
      for (Variable<R> variable : variables) {
        printer.print(cell(variable.value().apply(row)));
      }
      printer.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static @Nullable String cell(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number.toPlainString();
      case Number number -> number.toString();
      case Boolean flag -> flag.toString();
      case List<?> codes ->
          text(codes.stream().map(String::valueOf).collect(Collectors.joining(";")));
      default -> text(value.toString());
    };
  }

  private static String text(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
