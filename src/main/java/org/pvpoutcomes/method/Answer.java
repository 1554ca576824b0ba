package org.pvpoutcomes.method;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The answers that name their methods; the code is the last part of their path. */
public enum Answer {
  OUTCOMES,
  COMPLICATIONS,
  CHARACTERISTICS,
  COMPLETENESS,
  COMPARATORS;

  /** Such as {@code outcomes}. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
