package org.pvpoutcomes.mapping;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.AdverseEvent;
import org.hl7.fhir.r4.model.BodyStructure;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.MedicationAdministration;
import org.hl7.fhir.r4.model.MedicationStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.PatientIdentifier;
import org.pvpoutcomes.study.PatientReplacement;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.vocabulary.Vocabulary;

/**
 * Maps one resource version to what it means for the study. Pure: the same content, source and
 * vocabulary give the same mapping; safe for use by many threads.
 */
@Singleton
public class ResourceMapper {

  /**
   * Raised whenever the same resource and vocabulary give other facts than before, so that a new
   * version of the service maps what is stored again.
   */
  public static final int RULES = 4;

  private static final Set<String> MAPPED_TYPES =
      Set.of(
          "Patient",
          "Condition",
          "Procedure",
          "Observation",
          "QuestionnaireResponse",
          "AdverseEvent",
          "BodyStructure",
          "MedicationStatement",
          "MedicationAdministration");

  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
  private static final String TEST_DATA = "HTEST";

  private final FhirContext fhir = FhirContext.forR4Cached();

  /** The codes of each of our code systems by its URL, which the vocabulary may map to. */
  public static Map<String, Set<String>> knownCodes() {
    return StudyConcept.knownCodes();
  }

  /** The resource types that the study reads; nothing is ever found in others. */
  public static Set<String> mappedTypes() {
    return MAPPED_TYPES;
  }

  /**
   * The resource types whose mapping can change when a code gets another meaning in {@code system},
   * one of our code systems.
   */
  public static Set<String> typesThatRead(String system) {
    return CodeReaders.of(system, MAPPED_TYPES);
  }

  /**
   * Reads one resource version.
   *
   * @param content the resource as JSON text
   * @param source where it is stored; its type must be that of the resource. The facts name it as
   *     their source, marked as test data where the resource is
   * @param vocabulary what codes mean
   * @return facts and findings; neither for a type that the study does not read. Content that is
   *     not FHIR R4 gives the finding {@code resource-not-readable}. Facts of a resource whose
   *     subject is no literal reference are given with a null patient, and with the identifier of
   *     the subject where it has one.
   */
  public Mapping map(String content, SourceVersion source, Vocabulary vocabulary) {
    if (!MAPPED_TYPES.contains(source.type())) {
      return new Mapping(null, List.of(), List.of(), List.of());
    }
    IBaseResource resource = parsed(content);
    if (resource == null) {
      Findings findings = new Findings();
      findings.add(Rule.RESOURCE_NOT_READABLE, source.type());
      return new Mapping(null, List.of(), findings.list(), List.of());
    }
    SourceVersion marked =
        new SourceVersion(source.type(), source.id(), source.version(), isTestData(resource));
    return read(resource, Reading.of(marked, vocabulary));
  }

  /**
   * Whether the resource is marked as test data. FHIR R4 has the code among the security labels
   * (security-labels.html); many senders put it among the tags.
   */
  private static boolean isTestData(IBaseResource resource) {
    return Stream.concat(
            resource.getMeta().getSecurity().stream(), resource.getMeta().getTag().stream())
        .anyMatch(c -> ACT_REASON.equals(c.getSystem()) && TEST_DATA.equals(c.getCode()));
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
      case Patient patient -> patient(patient, reading);
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
      case BodyStructure structure ->
          about(structure.getPatient(), new BodyStructureMapper(reading).map(structure), reading);
      case MedicationStatement statement ->
          about(
              statement.getSubject(),
              new MedicationStatementMapper(reading).map(statement),
              reading);
      case MedicationAdministration administration ->
          about(
              administration.getSubject(),
              new MedicationAdministrationMapper(reading).map(administration),
              reading);
      default -> about(new Reference(), List.of(), reading);
    };
  }

  private static Mapping patient(Patient patient, Reading reading) {
    List<Fact> facts = new PatientMapper(reading).map(patient);
    List<PatientReplacement> replacements = new PatientLinks(reading).replacements(patient);
    return new Mapping(
        reading.source().reference(),
        facts,
        reading.findings().list(),
        List.of(),
        null,
        replacements);
  }

  private static Mapping about(Reference subject, List<Fact> facts, Reading reading) {
    String patient = References.patient(subject);
    PatientIdentifier identifier = References.patientIdentifier(subject);
    if (patient == null && identifier == null && !facts.isEmpty()) {
      reading
          .findings()
          .add(Rule.SUBJECT_NOT_RESOLVABLE, reading.source().type() + subjectElement(reading));
    }
    return new Mapping(
        patient,
        facts,
        reading.findings().list(),
        reading.unmapped().list(),
        identifier,
        List.of());
  }

  private static String subjectElement(Reading reading) {
    return reading.source().type().equals("BodyStructure") ? ".patient" : ".subject";
  }
}
