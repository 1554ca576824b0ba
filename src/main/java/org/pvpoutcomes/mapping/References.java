package org.pvpoutcomes.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.SourceVersion;

/** Literal references, and the business identifiers that name a resource. */
final class References {

  private static final Pattern LITERAL =
      Pattern.compile(
          "([A-Z][A-Za-z]{1,63}/[A-Za-z0-9\\-.]{1,64})(/_history/[A-Za-z0-9\\-.]{1,64})?");

  /** Values of {@code Reference.type} that name a Patient. */
  private static final Set<String> PATIENT_TYPES =
      Set.of("Patient", "http://hl7.org/fhir/StructureDefinition/Patient");

  private References() {}

  /** {@code Type/id} without version; null where the reference is no such literal. */
  static @Nullable String literal(Reference reference) {
    String text = reference.getReference();
    if (text == null) {
      return null;
    }
    Matcher matcher = LITERAL.matcher(text);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /** The literal reference to a Patient; null where there is none. */
  static @Nullable String patient(Reference subject) {
    String literal = literal(subject);
    return literal != null && literal.startsWith("Patient/") ? literal : null;
  }

  /**
   * The identifier that stands in the place of a literal reference to a Patient (FHIR R4
   * references.html#logical); null where there is a literal reference that can be followed, where
   * the identifier lacks its system or its value, and where it is said to be of something else than
   * a Patient.
   */
  static @Nullable PatientIdentifier patientIdentifier(Reference subject) {
    Identifier identifier = subject.getIdentifier();
    boolean ofPatient = !subject.hasType() || PATIENT_TYPES.contains(subject.getType());
    return literal(subject) == null && ofPatient && identifier.hasSystem() && identifier.hasValue()
        ? new PatientIdentifier(identifier.getSystem(), identifier.getValue())
        : null;
  }

  /**
   * The literal reference to a resource of {@code type}; null where there is none. What cannot be
   * followed is a finding; a literal reference to another type is not.
   */
  static @Nullable String to(
      String type, Reference reference, String expression, Findings findings) {
    String literal = literal(reference);
    if (literal == null && !reference.isEmpty()) {
      findings.add(Rule.REFERENCE_NOT_RESOLVABLE, expression);
    }
    return literal != null && literal.startsWith(type + "/") ? literal : null;
  }

  /** As {@link #to}, of a list, each once; {@code expression} is that of the list. */
  static List<String> allTo(
      String type, List<Reference> references, String expression, Findings findings) {
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < references.size(); i++) {
      String literal = to(type, references.get(i), expression + "[" + i + "]", findings);
      if (literal != null) {
        found.add(literal);
      }
    }
    return List.copyOf(found);
  }

  /** The smallest {@code system|value} of the identifiers, or the reference of {@code source}. */
  static String smallestIdentifier(List<Identifier> identifiers, SourceVersion source) {
    return identifiers.stream()
        .filter(Identifier::hasValue)
        .map(i -> (i.hasSystem() ? i.getSystem() : "") + "|" + i.getValue())
        .sorted()
        .findFirst()
        .orElseGet(source::reference);
  }
}
