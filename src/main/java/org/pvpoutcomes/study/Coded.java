package org.pvpoutcomes.study;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A concept of the study that has a code: the code of our CodeSystem and the one the API shows. */
public interface Coded {

  /** The code, lower case with hyphens unless the field writes it otherwise (T12). */
  String code();

  /** The code of a concept that may be unknown; null for null. */
  static @Nullable String codeOf(@Nullable Coded concept) {
    return concept == null ? null : concept.code();
  }

  /** The constant of {@code type} with that code; empty when there is none. */
  static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
    return Arrays.stream(type.getEnumConstants()).filter(e -> e.code().equals(code)).findFirst();
  }

  /** The constants by their code, in the order given. */
  static <E extends Coded> Map<String, E> byCode(Collection<E> constants) {
    Map<String, E> byCode = new LinkedHashMap<>();
    constants.forEach(constant -> byCode.put(constant.code(), constant));
    return Collections.unmodifiableMap(byCode);
  }
}
