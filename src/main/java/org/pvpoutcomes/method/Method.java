package org.pvpoutcomes.method;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statistical method as this service carries it out.
 *
 * @param id lower case with hyphens; never used for another method
 * @param version raised whenever the same data would give another figure
 * @param definition in one sentence, for a paper to quote
 * @param conventions what the definition leaves open: ties, zeros, small numbers, adjustments
 * @param answers the answers that use it; empty while none does
 * @param code classes that carry it out, below {@code org.pvpoutcomes}
 * @param software what gives the same figure elsewhere; null when nothing known does
 */
public record Method(
    @JsonProperty(required = true) String id,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) int version,
    @JsonProperty(required = true) String definition,
    @JsonProperty(required = true) String conventions,
    @JsonProperty(required = true) List<Answer> answers,
    @JsonProperty(required = true) List<String> code,
    @Nullable String software,
    @JsonProperty(required = true) List<Source> sources) {

  /** Copies the lists; refuses a method without text, source or code. */
  public Method {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("id is lower case with hyphens");
    }
    if (version < 1) {
      throw new IllegalArgumentException("version counts from 1");
    }
    answers = List.copyOf(answers);
    code = List.copyOf(code);
    sources = List.copyOf(sources);
    if (name.isBlank() || definition.isBlank() || conventions.isBlank()) {
      throw new IllegalArgumentException("name, definition and conventions have text");
    }
    if (code.isEmpty() || sources.isEmpty()) {
      throw new IllegalArgumentException("code and sources are not empty");
    }
  }

  /**
   * Where a method is published.
   *
   * @param doi without {@code https://doi.org/}; null when it has none, or none is known
   * @param unverified what of the citation nobody has looked up; null when all was
   */
  public record Source(
      @JsonProperty(required = true) String citation,
      @Nullable String doi,
      @Nullable String unverified) {
    /** Refuses a source without text. */
    public Source {
      if (citation.isBlank()) {
        throw new IllegalArgumentException("citation has text");
      }
    }
  }
}
