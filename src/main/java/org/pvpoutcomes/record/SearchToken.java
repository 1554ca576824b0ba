package org.pvpoutcomes.record;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The texts that stand for what a resource can be found by. Made here for both sides, what is
 * stored and what is asked for, so that equal texts are equal meanings; nobody takes them apart.
 */
public final class SearchToken {

  /** Longer ones do not fit into an index entry; beyond, a digest stands for the text. */
  private static final int MAX_BYTES = 1500;

  /** Between the tokens of a resource where they are sent as one text; no token contains it. */
  static final char BETWEEN = '\u001e';

  private static final char END = '\u001f';
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private SearchToken() {}

  /** That the parameter has any value: {@code :missing}. */
  public static String present(String parameter) {
    return limited(parameter + END);
  }

  /** A code of whatever system, or of none: {@code code=123}. */
  public static String code(String parameter, String code) {
    return limited(parameter + END + "code" + END + code);
  }

  /** A code of a system; an empty system is none at all: {@code code=|123}. */
  public static String coding(String parameter, String system, String code) {
    return limited(parameter + END + "coding" + END + system + END + code);
  }

  /** Any code of a system: {@code code=http://loinc.org|}. */
  public static String system(String parameter, String system) {
    return limited(parameter + END + "system" + END + system);
  }

  /** A literal reference, {@code Patient/1} or an absolute URL, without a version. */
  public static String reference(String parameter, String reference) {
    return limited(parameter + END + "reference" + END + reference);
  }

  /** A logical reference: {@code subject:identifier=system|value}; empty if it has no system. */
  public static String referenceIdentifier(String parameter, String system, String value) {
    return limited(parameter + END + "identifier" + END + system + END + value);
  }

  /** The whole of a uri: {@code url=…}. */
  public static String uri(String parameter, String uri) {
    return limited(parameter + END + "uri" + END + uri);
  }

  /** A text without differences of case and accents (FHIR R4 search.html#string). */
  public static String folded(String text) {
    return MARKS
        .matcher(Normalizer.normalize(text, Normalizer.Form.NFKD))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  private static String limited(String token) {
    boolean isApart = token.indexOf(BETWEEN) < 0;
    if (isApart && token.length() <= MAX_BYTES / 3) {
      return token;
    }
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    if (isApart && bytes.length <= MAX_BYTES) {
      return token;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "digest" + END + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
