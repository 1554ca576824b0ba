package org.pvpoutcomes.vocabulary;

/** A ConceptMap targets one of our code systems in a way that cannot be read as "is a". */
public final class UnusableConceptMapException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String map;
  private final String expression;

  /**
   * Refuses a map.
   *
   * @param map name of the map
   * @param expression FHIRPath of the place, from the resource type
   * @param text what is wrong and what would help
   */
  UnusableConceptMapException(String map, String expression, String text) {
    super(text);
    this.map = map;
    this.expression = expression;
  }

  /** Name of the map, as given in its {@link ConceptMapDocument}. */
  public String map() {
    return map;
  }

  /** FHIRPath of the place: {@code ConceptMap.group[0].element[3].target[0].equivalence}. */
  public String expression() {
    return expression;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
