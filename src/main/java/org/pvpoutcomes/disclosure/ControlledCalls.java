package org.pvpoutcomes.disclosure;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls that are answered without full access, and how: {@code disclosure/treatments.txt}. */
@ApplicationScoped
class ControlledCalls {

  private static final String FILE = "disclosure/treatments.txt";

  /** Begins a path that stands at the top of an answer and in each of its strata. */
  private static final String AND_IN_STRATA = "~";

  private static final String STRATA = "/strata/*";

  private final Map<String, ControlledCall> calls;

  ControlledCalls() {
    this(read());
  }

  /**
   * Reads the calls from lines: {@code [path]} begins a call, {@code takes parameter value…} and
   * {@code path = treatment} belong to it, {@code #} begins a comment.
   *
   * @throws IllegalArgumentException for any other line
   */
  ControlledCalls(List<String> lines) {
    calls = new LinkedHashMap<>();
    @Nullable ControlledCall call = null;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        String path = line.substring(1, line.length() - 1);
        call = new ControlledCall(path, new LinkedHashMap<>(), new TreatmentTree());
        calls.put(path, call);
      } else if (call == null) {
        throw new IllegalArgumentException("Before the first call: " + line);
      } else {
        add(call, line);
      }
    }
  }

  /** The call with this template, if it is answered. */
  Optional<ControlledCall> find(String path) {
    return Optional.ofNullable(calls.get(path));
  }

  private static void add(ControlledCall call, String line) {
    if (line.startsWith("takes ")) {
      List<String> words = Arrays.asList(line.split(" +"));
      call.parameters()
          .put(words.get(1), words.stream().skip(2).collect(Collectors.toUnmodifiableSet()));
      return;
    }
    String[] parts = line.split(" = ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("No treatment: " + line);
    }
    Treatment treatment = Treatment.parse(parts[1]);
    if (parts[0].startsWith(AND_IN_STRATA)) {
      call.answer().add(parts[0].substring(1), treatment);
      call.answer().add(STRATA + parts[0].substring(1), treatment);
    } else {
      call.answer().add(parts[0], treatment);
    }
  }

  private static List<String> read() {
    try (InputStream stream = ControlledCalls.class.getClassLoader().getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException(FILE + " is not on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
