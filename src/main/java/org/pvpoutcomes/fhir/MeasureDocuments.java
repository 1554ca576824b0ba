package org.pvpoutcomes.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Measure;
import org.hl7.fhir.r4.model.Measure.MeasureGroupComponent;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.pvpoutcomes.measure.MeasureGroup;
import org.pvpoutcomes.measure.StudyMeasure;
import org.pvpoutcomes.measure.StudyMeasure.Kind;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * Measures of studies as FHIR's Measure (FHIR R4 measure.html): what is counted, in words and by
 * reference to the protocol. The criteria speak of the derived study and not of resources, so they
 * are in none of the languages of R4, and the code of the language is stated to be absent.
 */
final class MeasureDocuments {

  /** The code systems of R4 (terminologies-systems.html). */
  private static final String TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/";

  /** extension-data-absent-reason.html: a required element that has no value. */
  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private MeasureDocuments() {}

  /** The canonical URL, without version. */
  static String url(StudyMeasure measure) {
    return Canonical.BASE + "/Measure/" + measure.id();
  }

  static Measure of(StudyMeasure measure, InstantType lastUpdated) {
    Measure document = new Measure();
    document.setId(measure.id());
    document.setMeta(
        new Meta()
            .setVersionId(String.valueOf(measure.version()))
            .setLastUpdatedElement(lastUpdated));
    document
        .setUrl(url(measure))
        .setVersion(String.valueOf(measure.version()))
        .setName(name(measure.kind()))
        .setTitle(measure.title() + ": " + title(measure.kind()))
        .setStatus(PublicationStatus.ACTIVE)
        .setDescription(description(measure))
        .setScoring(
            concept(
                "measure-scoring",
                measure.kind().isProportion() ? "proportion" : "continuous-variable"))
        .addType(concept("measure-type", "outcome"));
    CodeableConcept better = improvementNotation(measure.kind());
    if (!better.isEmpty()) {
      document.setImprovementNotation(better);
    }
    document.addRelatedArtifact(
        new RelatedArtifact().setType(RelatedArtifactType.CITATION).setCitation(measure.source()));
    document.addRelatedArtifact(
        new RelatedArtifact()
            .setType(RelatedArtifactType.DOCUMENTATION)
            .setDisplay("The same figures with their distribution, intervals and tests, as JSON")
            .setUrl(path(measure) + "/" + measure.answer()));
    measure.groups().forEach(group -> add(document, measure, group));
    return document;
  }

  private static void add(Measure document, StudyMeasure measure, MeasureGroup group) {
    MeasureGroupComponent component = document.addGroup();
    component.setCode(new CodeableConcept().setText(group.code())).setDescription(group.scored());
    List<String> texts = List.of(group.initialPopulation(), group.population(), group.scored());
    List<String> codes = populations(measure.kind());
    for (int i = 0; i < codes.size(); i++) {
      component
          .addPopulation()
          .setCode(population(codes.get(i)))
          .setCriteria(criteria(measure, texts.get(i)));
    }
    component
        .addStratifier()
        .setCode(SEX.copy())
        .setCriteria(criteria(measure, "Administrative gender."));
  }

  /** What a report divides by. */
  static final CodeableConcept SEX = new CodeableConcept().setText("sex");

  /** Initial population, of whom the score is, and what it says of them. */
  static List<String> populations(Kind kind) {
    return kind.isProportion()
        ? List.of("initial-population", "denominator", "numerator")
        : List.of("initial-population", "measure-population", "measure-observation");
  }

  /** A code of a population. */
  static CodeableConcept population(String code) {
    return concept("measure-population", code);
  }

  /** Whether more or less is better; empty where the groups differ. */
  static CodeableConcept improvementNotation(Kind kind) {
    return switch (kind) {
      case RESPONSE -> concept("measure-improvement-notation", "increase");
      case COMPLICATIONS -> concept("measure-improvement-notation", "decrease");
      case CHANGE -> new CodeableConcept();
    };
  }

  private static CodeableConcept concept(String system, String code) {
    return new CodeableConcept()
        .addCoding(new Coding().setSystem(TERMINOLOGY + system).setCode(code));
  }

  /** In words; the protocol that defines it is where the reference leads. */
  private static Expression criteria(StudyMeasure measure, String text) {
    Expression criteria = new Expression();
    criteria.setDescription(text).setReference(path(measure));
    criteria.getLanguageElement().addExtension(ABSENT, new CodeType("not-applicable"));
    return criteria;
  }

  private static String path(StudyMeasure measure) {
    return "/api/v1/studies/" + measure.study();
  }

  /** FHIR wants a name that a machine could use. */
  private static String name(Kind kind) {
    return switch (kind) {
      case RESPONSE -> "StudyResponse";
      case COMPLICATIONS -> "StudyComplications";
      case CHANGE -> "StudyChange";
    };
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case RESPONSE -> "patients who got better";
      case COMPLICATIONS -> "complications";
      case CHANGE -> "change of values";
    };
  }

  private static String description(StudyMeasure measure) {
    return switch (measure.kind()) {
      case RESPONSE ->
          "How many patients got better between two time points of the study, and how many"
              + " responded by its rules. Scores are in percent of the denominator.";
      case COMPLICATIONS ->
          "In how many vertebrae, sessions and patients there were leakages and clinical events."
              + " Scores are in percent of the denominator.";
      case CHANGE ->
          "Mean differences between two time points of the study, earlier minus later value. Scores"
              + " are in units of the instrument; each group says which direction is better.";
    };
  }
}
