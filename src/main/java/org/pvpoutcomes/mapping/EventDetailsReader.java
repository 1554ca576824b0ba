package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.KnownExtensions.Placed;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.EventDetails;
import org.pvpoutcomes.study.Severity;

/**
 * Severity, detection method and symptoms of a leak or a clinical event, from its own elements and
 * from extensions. What is not known is a finding; the event counts without it.
 */
final class EventDetailsReader {

  private final Codes codes;
  private final Findings findings;
  private final Unmapped unmapped;
  private final KnownExtensions known;

  EventDetailsReader(Reading reading) {
    this.codes = reading.codes();
    this.findings = reading.findings();
    this.unmapped = reading.unmapped();
    this.known = new KnownExtensions(reading);
  }

  /**
   * Reads what is said of an event of this kind. Method and symptoms are those of a leak.
   *
   * @param extensions of the element that reports it
   * @param expression FHIRPath of that element
   * @param severity its element {@code severity}; null where it has none
   * @param method its element {@code method}; null where it has none
   */
  EventDetails read(
      ComplicationKind kind,
      List<Extension> extensions,
      String expression,
      @Nullable CodeableConcept severity,
      @Nullable CodeableConcept method) {
    boolean isLeak = kind == ComplicationKind.CEMENT_LEAKAGE;
    return new EventDetails(
        severities(extensions, expression, severity),
        isLeak ? methods(extensions, expression, method) : List.of(),
        isLeak ? symptomatic(extensions, expression) : null);
  }

  private List<Severity> severities(
      List<Extension> extensions, String expression, @Nullable CodeableConcept element) {
    List<Severity> severities = new ArrayList<>();
    if (element != null && !element.isEmpty()) {
      List<Severity> grades = codes.all(StudyConcept.COMPLICATION_SEVERITY, element);
      if (grades.isEmpty()
          && unmapped.note(expression + ".severity", element, StudyConcept.COMPLICATION_SEVERITY)) {
        findings.add(Rule.SEVERITY_NOT_MAPPED, expression + ".severity", Codes.quoted(element));
      }
      severities.addAll(grades);
    }
    for (Placed placed : known.saying(KnownExtension.SEVERITY, extensions, expression)) {
      List<Severity> grades =
          known.meanings(StudyConcept.COMPLICATION_SEVERITY, placed.extension());
      if (grades.isEmpty()
          && known.isOpen(
              withoutIndexes(expression) + ".extension.value",
              StudyConcept.COMPLICATION_SEVERITY,
              placed.extension())) {
        findings.add(Rule.SEVERITY_NOT_MAPPED, placed.place() + ".value");
      }
      severities.addAll(grades);
    }
    return severities;
  }

  private List<DetectionMethod> methods(
      List<Extension> extensions, String expression, @Nullable CodeableConcept element) {
    List<DetectionMethod> methods = new ArrayList<>();
    if (element != null && !element.isEmpty()) {
      List<DetectionMethod> meanings = codes.all(StudyConcept.DETECTION_METHOD, element);
      if (meanings.isEmpty()
          && unmapped.note(expression + ".method", element, StudyConcept.DETECTION_METHOD)) {
        findings.add(
            Rule.DETECTION_METHOD_NOT_MAPPED, expression + ".method", Codes.quoted(element));
      }
      methods.addAll(meanings);
    }
    for (Placed placed : known.saying(KnownExtension.DETECTION_METHOD, extensions, expression)) {
      List<DetectionMethod> meanings =
          known.meanings(StudyConcept.DETECTION_METHOD, placed.extension());
      if (meanings.isEmpty()
          && known.isOpen(
              withoutIndexes(expression) + ".extension.value",
              StudyConcept.DETECTION_METHOD,
              placed.extension())) {
        findings.add(Rule.DETECTION_METHOD_NOT_MAPPED, placed.place() + ".value");
      }
      methods.addAll(meanings);
    }
    return methods;
  }

  private @Nullable Boolean symptomatic(List<Extension> extensions, String expression) {
    Boolean symptomatic = null;
    for (Placed placed : known.saying(KnownExtension.SYMPTOMATIC, extensions, expression)) {
      if (placed.extension().getValue() instanceof BooleanType said && said.hasValue()) {
        symptomatic = said.booleanValue() || Boolean.TRUE.equals(symptomatic);
      } else {
        findings.add(Rule.SYMPTOMATIC_NOT_READABLE, placed.place() + ".value");
      }
    }
    return symptomatic;
  }

  private static String withoutIndexes(String expression) {
    return expression.replaceAll("\\[\\d+\\]", "");
  }
}
