package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a page begins, as the text of the parameter {@code _page}: the keys of the last one before
 * it. Nothing is kept on the server, so that a link never expires.
 */
final class PageToken {

  /** Name of the parameter. */
  static final String PARAMETER = "_page";

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<List<@Nullable String>> KEYS = new TypeReference<>() {};

  /** A time in UTC as PostgreSQL writes it; the day must exist. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.YEAR, 4, 5, SignStyle.NOT_NEGATIVE)
          .appendPattern("-MM-dd HH:mm:ss")
          .optionalStart()
          .appendFraction(ChronoField.MICRO_OF_SECOND, 1, 6, true)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private PageToken() {}

  /** The text of these keys. */
  static String of(List<String> keys) {
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(keys));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts can be written as JSON", e);
    }
  }

  /**
   * The keys of a text that came back.
   *
   * @param count how many keys there must be
   * @throws FhirRequestException if this server never made it
   */
  static List<String> keys(String text, int count) {
    List<String> keys = keys(text);
    if (keys.size() != count) {
      throw unknown();
    }
    return keys;
  }

  /** The keys of a text that came back, however many there are. */
  static List<String> keys(String text) {
    List<String> keys = new ArrayList<>();
    for (String key : read(text)) {
      if (key == null || !TextRules.isStorable(key)) {
        throw unknown();
      }
      keys.add(key);
    }
    return keys;
  }

  private static List<@Nullable String> read(String text) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
      List<@Nullable String> keys = JSON.readValue(json, KEYS);
      if (keys != null && !keys.isEmpty()) {
        return keys;
      }
    } catch (IllegalArgumentException | IOException e) {
      throw unknown();
    }
    throw unknown();
  }

  /** Whether a key is a time as the database writes it, or one before or after all others. */
  static boolean isTime(String key) {
    if (key.equals("infinity") || key.equals("-infinity")) {
      return true;
    }
    try {
      return LocalDateTime.parse(key, TIME).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  /** The refusal of what this server never made. */
  static FhirRequestException unknown() {
    return new FhirRequestException(
        FailureKind.CONDITION,
        "_page is not one of this search; follow the links as they are, or begin anew without it.");
  }
}
