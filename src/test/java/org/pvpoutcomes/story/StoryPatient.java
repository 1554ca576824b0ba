package org.pvpoutcomes.story;

import static org.pvpoutcomes.story.Story.concept;

/** Who the patient is, how the person died, which records are merged, and the diagnoses. */
final class StoryPatient {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String ICD = "http://hl7.org/fhir/sid/icd-10";
  private static final String VERIFICATION =
      "http://terminology.hl7.org/CodeSystem/condition-ver-status";

  private final Story story;

  StoryPatient(Story story) {
    this.story = story;
  }

  void tell() {
    person(false);
    if (story.hasTwoRecords()) {
      person(true);
    }
    tumour();
    if (story.once(4)) {
      fracture();
    }
  }

  private void person(boolean second) {
    String id = story.patientId(second);
    String gender = story.pick("female", "male", "female", "male", "unknown");
    String first = body(second, gender, "19%02d-05-17".formatted(30 + story.oneOf(60)), "");
    String corrected =
        body(second, gender, "19%02d-11-03".formatted(30 + story.oneOf(60)), end(second));
    switch (story.oneOf(8)) {
      case 0 -> story.send("Patient", id, first);
      case 1 -> story.send("Patient", id, first, null, corrected);
      case 2 -> story.send("Patient", id, first, body(second, gender, "1950-02-02", ""));
      case 3 -> {
        if (story.once(2)) {
          story.send("Patient", id, first, (String) null);
        }
      }
      default -> story.send("Patient", id, first, corrected);
    }
  }

  /** What is added to a Patient in the end: a death, a merge, both or nothing. */
  private String end(boolean second) {
    String death =
        switch (story.oneOf(6)) {
          case 0 -> ",\"deceasedDateTime\":\"%s\"".formatted(story.time(story.oneOf(200)));
          case 1 -> ",\"deceasedBoolean\":%s".formatted(story.once(2));
          default -> "";
        };
    if (!story.hasTwoRecords() || story.once(6)) {
      return death;
    }
    return death
        + ",\"link\":[{\"other\":{\"reference\":\"Patient/%s\"},\"type\":\"%s\"}]"
            .formatted(
                story.patientId(!second),
                story.once(9) ? "seealso" : second ? "replaces" : "replaced-by");
  }

  private String body(boolean second, String gender, String birthDate, String end) {
    return """
        "identifier":[%s],"gender":"%s","birthDate":"%s"%s"""
        .formatted(story.patientIdentifier(second), gender, birthDate, end);
  }

  private void tumour() {
    String code =
        story.pick(
            concept(ICD, "C34.9"),
            concept(ICD, "C50"),
            concept(SNOMED, "93974005"),
            concept(Story.CLINIC, "TUMOR-" + story.oneOf(4)));
    condition("tumour", "\"code\":%s,\"subject\":%s".formatted(code, story.subject()));
  }

  private void fracture() {
    condition(
        "fracture",
        """
        "code":%s,"bodySite":[%s],"subject":%s,"onsetDateTime":"%s\""""
            .formatted(
                story.pick(concept(SNOMED, "268029009"), concept(Story.CLINIC, "FRAKTUR")),
                StoryTreatment.level(story),
                story.subject(),
                story.date(story.oneOf(20) - 15)));
  }

  /** A Condition, which some hospital refutes or takes back. */
  private void condition(String part, String body) {
    String template = body + ",\"verificationStatus\":" + concept(VERIFICATION, "%s");
    String confirmed = template.replace("%s", "confirmed");
    switch (story.oneOf(8)) {
      case 0 ->
          story.send("Condition", story.id(part), confirmed, template.replace("%s", "refuted"));
      case 1 -> story.send("Condition", story.id(part), confirmed, (String) null);
      default -> story.send("Condition", story.id(part), confirmed);
    }
  }
}
