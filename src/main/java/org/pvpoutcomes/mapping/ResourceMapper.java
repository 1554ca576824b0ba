package org.pvpoutcomes.mapping;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AdverseEvent;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Maps one resource version to what it means for the study. Pure: the same content, source and
 * vocabulary give the same mapping; safe for use by many threads.
 */
@Singleton
public class ResourceMapper {

  private static final Set<String> MAPPED_TYPES =
      Set.of(
          "Patient",
          "Condition",
          "Procedure",
          "Observation",
          "QuestionnaireResponse",
          "AdverseEvent");

  private final FhirContext fhir = FhirContext.forR4Cached();

  /** The codes of each of our code systems by its URL, which the vocabulary may map to. */
  public static Map<String, Set<String>> knownCodes() {
    return StudyConcept.knownCodes();
  }

  /**
   * Reads one resource version.
   *
   * @param content the resource as JSON text
   * @param source where it is stored; its type must be that of the resource
   * @param vocabulary what codes mean
   * @return facts and findings; neither for a type that the study does not read. Content that is
   *     not FHIR R4 gives the finding {@code resource-not-readable}. Facts of a resource whose
   *     subject is no literal reference are given with a null patient.
   */
  public Mapping map(String content, SourceVersion source, Vocabulary vocabulary) {
    if (!MAPPED_TYPES.contains(source.type())) {
      return new Mapping(null, List.of(), List.of());
    }
    Findings findings = new Findings();
    IBaseResource resource = parsed(content);
    if (resource == null) {
      findings.add(Rule.RESOURCE_NOT_READABLE, source.type());
      return new Mapping(null, List.of(), findings.list());
    }
    return read(resource, new Reading(source, new Codes(vocabulary), findings));
  }

  /** Parses one resource of each type, so that the first request does not pay for it. */
  public void warmUp() {
    for (String type : MAPPED_TYPES) {
      parser().parseResource("{\"resourceType\":\"" + type + "\"}");
    }
  }

  /** The resource; null when it cannot be read. The parser's message may quote patient data. */
  private @Nullable IBaseResource parsed(String content) {
    if (!JsonNumbers.haveModestExponents(content)) {
      return null;
    }
    try {
      return parser().parseResource(content);
    } catch (DataFormatException | IllegalArgumentException e) {
      return null;
    }
  }

  private IParser parser() {
    return fhir.newJsonParser().setParserErrorHandler(new SilentErrorHandler());
  }

  private static Mapping read(IBaseResource resource, Reading reading) {
    return switch (resource) {
      case Patient patient ->
          new Mapping(
              reading.source().reference(),
              new PatientMapper(reading).map(patient),
              reading.findings().list());
      case Condition condition ->
          about(condition.getSubject(), new ConditionMapper(reading).map(condition), reading);
      case Procedure procedure ->
          about(procedure.getSubject(), new ProcedureMapper(reading).map(procedure), reading);
      case Observation observation ->
          about(observation.getSubject(), new ObservationMapper(reading).map(observation), reading);
      case QuestionnaireResponse response ->
          about(
              response.getSubject(),
              new QuestionnaireResponseMapper(reading).map(response),
              reading);
      case AdverseEvent event ->
          about(event.getSubject(), new AdverseEventMapper(reading).map(event), reading);
      default -> about(new Reference(), List.of(), reading);
    };
  }

  private static Mapping about(Reference subject, List<Fact> facts, Reading reading) {
    String patient = References.patient(subject);
    if (patient == null && !facts.isEmpty()) {
      reading.findings().add(Rule.SUBJECT_NOT_RESOLVABLE, reading.source().type() + ".subject");
    }
    return new Mapping(patient, facts, reading.findings().list());
  }
}
