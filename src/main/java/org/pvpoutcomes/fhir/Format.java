package org.pvpoutcomes.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of FHIR resources (FHIR R4 http.html#mime-type), and which one a client wants. */
enum Format {
  JSON("application/fhir+json", "json"),
  XML("application/fhir+xml", "xml");

  private static final String VERSION = "fhirversion";

  private final String mediaType;
  private final String name;

  Format(String mediaType, String name) {
    this.mediaType = mediaType;
    this.name = name;
  }

  /** FHIR's media type for it. */
  String mediaType() {
    return mediaType;
  }

  /** The header Content-Type of an answer; http.html#mime-type asks for the charset. */
  String contentType() {
    return mediaType + ";charset=UTF-8";
  }

  /**
   * The format of a body. A charset beside it is not looked at (RFC 8259 §11): whatever it says,
   * the bytes must be UTF-8.
   *
   * @param contentType the header; null if there is none, which is taken for JSON
   * @throws FhirRequestException UNSUPPORTED_MEDIA_TYPE
   */
  static Format ofBody(@Nullable String contentType) {
    if (contentType == null) {
      return JSON;
    }
    MediaRange range = MediaRange.of(contentType);
    Format format = named(range.name());
    if (format == null || range.name().indexOf('/') < 0 || !isR4(range)) {
      throw unsupported();
    }
    return format;
  }

  /** The refusal of a body in any other format. */
  static FhirRequestException unsupported() {
    return new FhirRequestException(
        FailureKind.UNSUPPORTED_MEDIA_TYPE,
        "Bodies must be application/fhir+json or application/fhir+xml, of FHIR version 4.0; those of"
            + " a PATCH may be application/json-patch+json.");
  }

  /**
   * The format of an answer. {@code _format} goes before Accept.
   *
   * @param parameter value of {@code _format}; null if there is none
   * @param accept the header; null if there is none
   * @throws FhirRequestException NOT_ACCEPTABLE
   */
  static Format ofAnswer(@Nullable String parameter, @Nullable String accept) {
    if (parameter != null) {
      // In a URL that is not encoded, the plus sign of the media type has become a space.
      MediaRange range = MediaRange.of(parameter.strip().replace(' ', '+'));
      Format format = named(range.name());
      if (format == null || !isR4(range)) {
        throw notAcceptable();
      }
      return format;
    }
    if (accept == null || accept.isBlank()) {
      return JSON;
    }
    List<MediaRange> ranges = Arrays.stream(accept.split(",", -1)).map(MediaRange::of).toList();
    Format best = null;
    MediaRange bestRange = null;
    for (Format format : values()) {
      MediaRange range = format.closest(ranges);
      if (range != null
          && range.quality() > 0
          && (bestRange == null || isBefore(range, bestRange, ranges))) {
        best = format;
        bestRange = range;
      }
    }
    if (best == null) {
      throw notAcceptable();
    }
    return best;
  }

  /** RFC 9110 §12.5.1: of all ranges that a format is in, the most specific one counts. */
  private @Nullable MediaRange closest(List<MediaRange> ranges) {
    MediaRange closest = null;
    for (MediaRange range : ranges) {
      boolean in = (range.isWildcard() || isNamed(range.name())) && isR4(range);
      if (in
          && (closest == null
              || range.precision() > closest.precision()
              || (range.precision() == closest.precision()
                  && range.quality() > closest.quality()))) {
        closest = range;
      }
    }
    return closest;
  }

  /** The higher quality, and of two equal ones what the client wrote first. */
  private static boolean isBefore(MediaRange one, MediaRange other, List<MediaRange> ranges) {
    return one.quality() > other.quality()
        || (one.quality() == other.quality() && ranges.indexOf(one) < ranges.indexOf(other));
  }

  private static FhirRequestException notAcceptable() {
    return new FhirRequestException(
        FailureKind.NOT_ACCEPTABLE,
        "Answers are application/fhir+json or application/fhir+xml, of FHIR version 4.0.");
  }

  /** Also by the general media types, and by the short name that {@code _format} may have. */
  private boolean isNamed(String text) {
    return text.equals(mediaType)
        || text.equals("application/" + name)
        || text.equals("text/" + name)
        || text.equals(name);
  }

  private static @Nullable Format named(String name) {
    for (Format format : values()) {
      if (format.isNamed(name)) {
        return format;
      }
    }
    return null;
  }

  private static boolean isR4(MediaRange range) {
    String version = range.parameter(VERSION);
    return version == null || version.equals("4.0") || version.equals("4.0.1");
  }

  /** One element of Accept, or a Content-Type (RFC 9110 §8.3.1, §12.5.1). */
  private record MediaRange(String name, List<String> parameters) {

    static MediaRange of(String text) {
      String[] parts = text.split(";", -1);
      return new MediaRange(
          parts[0].strip().toLowerCase(Locale.ROOT),
          List.of(parts).subList(1, parts.length).stream().map(String::strip).toList());
    }

    boolean isWildcard() {
      return name.equals("*/*") || name.equals("application/*");
    }

    /** More for a range that has less in it. */
    int precision() {
      return name.equals("*/*") ? 0 : isWildcard() ? 1 : 2;
    }

    @Nullable String parameter(String wanted) {
      for (String parameter : parameters) {
        int equals = parameter.indexOf('=');
        if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(wanted)) {
          return parameter.substring(equals + 1).strip().replace("\"", "");
        }
      }
      return null;
    }

    /** 1 if it is not said; 0 also if it is no number. */
    double quality() {
      String quality = parameter("q");
      try {
        return quality == null ? 1 : Math.clamp(Double.parseDouble(quality), 0, 1);
      } catch (NumberFormatException e) {
        return 0;
      }
    }
  }
}
