package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.vocabulary.Canonical;

/** Extensions by what the vocabulary says of their URLs. */
final class KnownExtensions {

  private final Codes codes;
  private final Unmapped unmapped;

  KnownExtensions(Reading reading) {
    this.codes = reading.codes();
    this.unmapped = reading.unmapped();
  }

  /**
   * An extension and where it is.
   *
   * @param place FHIRPath of the extension
   */
  record Placed(Extension extension, String place) {}

  /**
   * The extensions that say {@code what}.
   *
   * @param expression FHIRPath of the element that has them
   */
  List<Placed> saying(KnownExtension what, List<Extension> extensions, String expression) {
    List<Placed> found = new ArrayList<>();
    for (Placed placed : placed(extensions, expression)) {
      if (placed.extension().hasUrl()
          && codes
              .one(StudyConcept.EXTENSION, Canonical.URI, placed.extension().getUrl())
              .filter(what::equals)
              .isPresent()) {
        found.add(placed);
      }
    }
    return found;
  }

  /** All extensions of an element with their places. */
  static List<Placed> placed(List<Extension> extensions, String expression) {
    List<Placed> placed = new ArrayList<>();
    for (int i = 0; i < extensions.size(); i++) {
      placed.add(new Placed(extensions.get(i), expression + ".extension[" + i + "]"));
    }
    return placed;
  }

  /**
   * Notes the codings of a value that has no meaning.
   *
   * @param element path of the value without indexes
   * @return whether the value is an open question, see {@link Unmapped#note}
   */
  boolean isOpen(String element, StudyConcept<?> concept, Extension extension) {
    List<Coding> codings =
        switch (extension.getValue()) {
          case CodeableConcept codeable -> codeable.getCoding();
          case Coding coding -> List.of(coding);
          case null, default -> List.of();
        };
    return unmapped.note(element, codings, concept);
  }

  /** What the value is: a CodeableConcept, a Coding, or a code of our own system. */
  <E> List<E> meanings(StudyConcept<E> concept, Extension extension) {
    return switch (extension.getValue()) {
      case CodeableConcept codeable -> codes.all(concept, codeable);
      case Coding coding -> codes.all(concept, List.of(coding));
      case CodeType code when code.hasValue() ->
          codes.one(concept, concept.system(), code.getValue()).stream().toList();
      case null, default -> List.of();
    };
  }
}
