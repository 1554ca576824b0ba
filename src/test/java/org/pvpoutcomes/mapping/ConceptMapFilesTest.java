package org.pvpoutcomes.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.ConceptMap.TargetElementComponent;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pvpoutcomes.vocabulary.Canonical;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;
import org.pvpoutcomes.vocabulary.Vocabulary;

/** The ConceptMaps that are shipped, and those of hospital.example. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConceptMapFilesTest {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String CPT = "http://www.ama-assn.org/go/cpt";

  private final Vocabulary shipped =
      Vocabulary.of(ShippedConceptMaps.load(), List.of(), ResourceMapper.knownCodes());

  @Test
  void every_shipped_target_names_its_source() {
    assertThat(ShippedConceptMaps.load())
        .flatExtracting(document -> targets(parse(document)))
        .hasSizeGreaterThan(300)
        .allSatisfy(target -> assertThat(target.getComment()).isNotBlank().endsWith("."));
  }

  @Test
  void every_file_is_a_strictly_valid_map_with_its_id() {
    assertThat(ShippedConceptMaps.load())
        .allSatisfy(
            document -> {
              ConceptMap map = parse(document);
              assertThat(map.getIdElement().getIdPart()).isEqualTo(document.name());
              assertThat(map.getUrl()).isEqualTo(Canonical.BASE + "/ConceptMap/" + document.name());
              assertThat(map.getStatus().toCode()).isEqualTo("active");
            });
    assertThat(Resources.siteMaps())
        .hasSize(6)
        .allSatisfy(
            document ->
                assertThat(parse(document).getIdElement().getIdPart() + ".json")
                    .isEqualTo(document.name()));
  }

  @Test
  void every_snomed_code_has_a_valid_check_digit() {
    assertThat(Stream.concat(ShippedConceptMaps.load().stream(), Resources.siteMaps().stream()))
        .flatExtracting(document -> parse(document).getGroup())
        .filteredOn(group -> SNOMED.equals(group.getSource()))
        .flatExtracting(group -> group.getElement())
        .hasSizeGreaterThan(100)
        .allSatisfy(element -> assertThat(verhoeff(element.getCode())).isZero());
  }

  @Test
  void codes_that_are_invented_or_too_wide_are_not_mapped() {
    assertThat(shipped.target(Canonical.PROCEDURE_KIND, SNOMED, "392010000")).isEmpty();
    assertThat(shipped.target(Canonical.PROCEDURE_KIND, SNOMED, "429616001")).isEmpty();
    assertThat(shipped.target(Canonical.PROCEDURE_KIND, SNOMED, "447766008")).isEmpty();
    assertThat(shipped.target(Canonical.VERTEBRAL_LEVEL, CPT, "22510")).isEmpty();
    assertThat(shipped.target(Canonical.VERTEBRAL_LEVEL, CPT, "22511")).isEmpty();
    assertThat(shipped.target(Canonical.VERTEBRAL_LEVEL, CPT, "22512")).isEmpty();
    assertThat(shipped.target(Canonical.DIAGNOSIS, SNOMED, "94222008")).isEmpty();
    assertThat(shipped.target(Canonical.COMPLICATION, SNOMED, "59282003")).isEmpty();
    assertThat(shipped.target(Canonical.MEASURE, "http://loinc.org", "77565-0")).isEmpty();
    assertThat(shipped.target(Canonical.PAIN_SCALE, Canonical.UCUM, "{score}")).isEmpty();
  }

  /** From DICOM CID 7603, the mCODE TG-263 map and the classifications themselves. */
  @ParameterizedTest
  @CsvSource({
    "vertebral-level, http://snomed.info/sct, 23215003, T12",
    "vertebral-level, http://snomed.info/sct, 280849005, T12",
    "vertebral-level, http://snomed.info/sct, 14806007, C1",
    "vertebral-level, http://snomed.info/sct, 21452006, S5",
    "vertebral-level, http://snomed.info/sct, 54735007, sacral",
    "vertebral-level, http://snomed.info/sct, 3572006, unknown",
    "vertebral-level, http://snomed.info/sct, 1186895000, other",
    "vertebral-level, http://www.ama-assn.org/go/cpt, 22513, thoracic",
    "vertebral-level, http://www.cms.gov/Medicare/Coding/ICD10, 0QU13JZ, sacral",
    "complication-severity, http://snomed.info/sct, 442452003, snomed-ct-life-threatening",
    "complication-severity, http://terminology.hl7.org/CodeSystem/adverse-event-severity, mild,"
        + " fhir-r4-mild",
    "detection-method, http://dicom.nema.org/resources/ontology/DCM, RF, fluoroscopy",
    "procedure-kind, http://www.ama-assn.org/go/cpt, 22512, pvp",
    "procedure-kind, http://www.ama-assn.org/go/cpt, 22513, pkp",
    "procedure-kind, http://fhir.de/CodeSystem/bfarm/ops, 5-839.90, pvp",
    "procedure-kind, http://fhir.de/CodeSystem/bfarm/ops, 5-839.a3, pkp",
    "procedure-kind, http://hl7.org/fhir/sid/icd-9-cm, 81.66, pkp",
    "primary-tumour, http://hl7.org/fhir/sid/icd-10-cm, C50.911, breast",
    "primary-tumour, http://fhir.de/CodeSystem/bfarm/icd-10-gm, C34.1, lung",
    "primary-tumour, http://hl7.org/fhir/sid/icd-10, C08.9, salivary-gland",
    "primary-tumour, http://hl7.org/fhir/sid/icd-10, C20, other",
    "primary-tumour, http://hl7.org/fhir/sid/icd-10-cm, C80.1, unknown",
    "diagnosis, http://hl7.org/fhir/sid/icd-10-cm, M84.58XA, pathological-fracture",
    "complication, http://hl7.org/fhir/sid/icd-10-cm, I26.95, pulmonary-cement-embolism",
    "leak-site, http://snomed.info/sct, 64131007, vena-cava",
    "measure, http://loinc.org, 38214-3, vas-pain",
    "measure, http://loinc.org, 72514-3, nrs-pain",
    "pain-scale, http://loinc.org, 72514-3, 0-10"
  })
  void a_code_of_a_source_is_mapped(String target, String system, String code, String expected) {
    assertThat(shipped.target(Canonical.codeSystem(target), system, code)).contains(expected);
  }

  private static List<TargetElementComponent> targets(ConceptMap map) {
    return map.getGroup().stream()
        .flatMap(group -> group.getElement().stream())
        .flatMap(element -> element.getTarget().stream())
        .peek(
            target ->
                assertThat(target.hasCode())
                    .isEqualTo(target.getEquivalence() != ConceptMapEquivalence.UNMATCHED))
        .toList();
  }

  private static ConceptMap parse(ConceptMapDocument document) {
    return FhirContext.forR4Cached()
        .newJsonParser()
        .setParserErrorHandler(new StrictErrorHandler())
        .parseResource(ConceptMap.class, document.json());
  }

  /** Verhoeff (1969) over all digits; 0 for a valid SNOMED CT identifier. */
  private static int verhoeff(String code) {
    int check = 0;
    for (int i = 0; i < code.length(); i++) {
      int digit = code.charAt(code.length() - 1 - i) - '0';
      for (int turn = 0; turn < i % 8; turn++) {
        digit = "1576283094".charAt(digit) - '0';
      }
      check = dihedralProduct(check, digit);
    }
    return check;
  }

  /** The product of the dihedral group of ten elements: rotations 0-4, reflections 5-9. */
  private static int dihedralProduct(int a, int b) {
    int rotation = a < 5 ? a + b % 5 : a % 5 - b % 5 + 5;
    return rotation % 5 + (a < 5 == b < 5 ? 0 : 5);
  }
}
