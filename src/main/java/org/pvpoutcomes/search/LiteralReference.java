package org.pvpoutcomes.search;

/**
 * A literal reference without its version (FHIR R4 references.html#literal).
 *
 * @param text relative, {@code Patient/1}, or absolute
 * @param type resource type that the URL names; empty if it names none
 * @param id last part of the URL
 */
record LiteralReference(String text, String type, String id) {

  private static final String HISTORY = "/_history/";

  /** Reads {@code Reference.reference}. */
  static LiteralReference of(String reference) {
    int history = reference.indexOf(HISTORY);
    String text = history < 0 ? reference : reference.substring(0, history);
    int slash = text.lastIndexOf('/');
    if (slash <= 0) {
      return new LiteralReference(text, "", text);
    }
    String type = text.substring(text.lastIndexOf('/', slash - 1) + 1, slash);
    boolean named = !type.isEmpty() && type.charAt(0) >= 'A' && type.charAt(0) <= 'Z';
    return new LiteralReference(text, named ? type : "", text.substring(slash + 1));
  }

  /** Whether it is {@code type/id}. */
  boolean isRelative() {
    return !type.isEmpty() && text.length() == type.length() + 1 + id.length();
  }
}
