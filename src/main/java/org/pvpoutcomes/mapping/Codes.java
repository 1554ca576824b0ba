package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** What the codings of FHIR elements mean, by the vocabulary. */
record Codes(Vocabulary vocabulary) {

  private static final int QUOTED_CODINGS = 3;
  private static final int QUOTED_LENGTH = 100;
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  /** What one code of one system is; empty when it is not mapped. */
  <E> Optional<E> one(StudyConcept<E> concept, String system, String code) {
    return vocabulary.target(concept.system(), system, code).flatMap(concept::find);
  }

  /**
   * What the codings of {@code codeable} are, each meaning once, in the order of the codings.
   * Codings without system or code, and texts, mean nothing.
   */
  <E> List<E> all(StudyConcept<E> concept, CodeableConcept codeable) {
    return all(concept, codeable.getCoding());
  }

  /** As {@link #all(StudyConcept, CodeableConcept)}, of a list of codings. */
  <E> List<E> all(StudyConcept<E> concept, List<Coding> codings) {
    List<E> found = new ArrayList<>(1);
    for (Coding coding : codings) {
      if (coding.hasSystem() && coding.hasCode()) {
        one(concept, coding.getSystem(), coding.getCode())
            .filter(meaning -> !found.contains(meaning))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * The one meaning of {@code codeable}; null when it has none, or several, which is a finding at
   * {@code expression}.
   */
  <E> @Nullable E single(
      StudyConcept<E> concept, CodeableConcept codeable, String expression, Findings findings) {
    List<E> meanings = all(concept, codeable);
    if (meanings.size() > 1) {
      findings.add(Rule.CODE_CONTRADICTORY, expression, quoted(codeable));
    }
    return meanings.size() == 1 ? meanings.getFirst() : null;
  }

  /** The first codings as {@code system|code}, for the text of a finding; may be empty. */
  static String quoted(CodeableConcept codeable) {
    return codeable.getCoding().stream()
        .filter(Coding::hasCode)
        .limit(QUOTED_CODINGS)
        .map(c -> shortened((c.hasSystem() ? c.getSystem() : "") + "|" + c.getCode()))
        .collect(Collectors.joining(", "));
  }

  /** At most 100 characters of {@code text}. */
  static String shortened(String text) {
    return text.length() <= QUOTED_LENGTH ? text : text.substring(0, QUOTED_LENGTH);
  }

  /** A FHIRPath without the indexes: {@code Observation.component[1]} is a component of it. */
  static String withoutIndexes(String expression) {
    return INDEX.matcher(expression).replaceAll("");
  }
}
