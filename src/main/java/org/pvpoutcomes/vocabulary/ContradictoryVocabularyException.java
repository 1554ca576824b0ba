package org.pvpoutcomes.vocabulary;

/**
 * Two places say different things about one code, and neither has precedence. The message names
 * both places and the code.
 */
public final class ContradictoryVocabularyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Place first;
  private final Place second;

  /** Names both places, what they are about, and what each says. */
  ContradictoryVocabularyException(String about, Place first, Place second) {
    super(
        about
            + " is "
            + first.says()
            + " by "
            + first.map()
            + " ("
            + first.expression()
            + ") but "
            + second.says()
            + " by "
            + second.map()
            + " ("
            + second.expression()
            + "); change or retire one of them");
    this.first = first;
    this.second = second;
  }

  /** The place that was read first. */
  public Place first() {
    return first;
  }

  /** The place that was read second. */
  public Place second() {
    return second;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }

  /**
   * Where a code is given a meaning.
   *
   * @param map name of the ConceptMap
   * @param expression FHIRPath from the resource type: {@code ConceptMap.group[0].element[3]}
   * @param says the target code, or "deliberately not mapped"
   */
  public record Place(String map, String expression, String says) implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    /** Where an entry stands and what it says. */
    static Place of(VocabularyEntry entry) {
      String target = entry.targetCode();
      return new Place(
          entry.map(),
          entry.expression(),
          target == null
              ? "deliberately not mapped to " + entry.targetSystem()
              : "mapped to " + entry.targetSystem() + "|" + target);
    }
  }
}
