package org.pvpoutcomes.story;

import static org.pvpoutcomes.story.Story.concept;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions with their vertebrae, cement, leaks and complications, in every shape in which a
 * sender may report them.
 */
final class StoryTreatment {

  private static final String SNOMED = "http://snomed.info/sct";
  private static final String CPT = "http://www.ama-assn.org/go/cpt";
  private static final String UCUM = "http://unitsofmeasure.org";

  /** T11 to L3, S1, S2 and the sacrum, and a code that only a ConceptMap explains. */
  private static final List<String> LEVELS =
      List.of(
          concept(SNOMED, "12989004"),
          concept(SNOMED, "23215003"),
          concept(SNOMED, "66794005"),
          concept(SNOMED, "14293000"),
          concept(SNOMED, "36470004"),
          concept(SNOMED, "65985001"),
          concept(SNOMED, "11808007"),
          concept(SNOMED, "54735007"),
          concept(Story.CLINIC, "LWK4"));

  private final Story story;

  StoryTreatment(Story story) {
    this.story = story;
  }

  void tell() {
    if (story.once(12)) {
      return;
    }
    session("s1", 0);
    if (story.once(5)) {
      session("s2", story.pick(0, 1, 40));
    }
  }

  /** The code of one vertebra. */
  static String level(Story story) {
    return LEVELS.get(story.oneOf(LEVELS.size()));
  }

  private void session(String part, int day) {
    String whole = story.id(part);
    switch (story.oneOf(5)) {
      case 0 -> procedure(part, day, code(), bodySites(1 + story.oneOf(3)));
      case 1 -> lines(part, day);
      case 2 -> siblings(part, day);
      default -> {
        procedure(part, day, code(), "");
        int children = 1 + story.oneOf(3);
        for (int i = 0; i < children; i++) {
          String child = part + "-v" + i;
          procedure(child, day, code(), bodySites(1) + partOf(whole));
          if (story.once(2)) {
            cement(child + "-cement", day, story.id(child), story.once(2));
          }
        }
      }
    }
    if (story.once(2)) {
      leak(part + "-leak", day, whole);
    }
    if (story.once(4)) {
      clinicalEvent(part + "-event", day + story.oneOf(10), whole, part + "-leak");
    }
  }

  private String code() {
    return story.once(12)
        ? concept(Story.CLINIC, "KP")
        : story.pick(concept(Story.CLINIC, "VP"), concept(CPT, "22511"));
  }

  /** A line of a bill for each vertebra, without a level. */
  private void lines(String part, int day) {
    procedure(part, day, concept(CPT, "22511"), "");
    if (story.once(2)) {
      procedure(part + "-add-on", day, concept(CPT, "22512"), "");
    }
  }

  private void siblings(String part, int day) {
    int count = 1 + story.oneOf(3);
    String encounter =
        story.once(2)
            ? ""
            : ",\"encounter\":{\"reference\":\"Encounter/" + story.id("encounter") + "\"}";
    for (int i = 0; i < count; i++) {
      procedure(i == 0 ? part : part + "-" + i, day, code(), bodySites(1) + encounter);
    }
  }

  private void procedure(String part, int day, String code, String more) {
    String reported =
        story.once(8)
            ? ",\"complication\":["
                + story.pick(concept(Story.CLINIC, "LECK"), concept(Story.CLINIC, "INFEKT"))
                + "]"
            : "";
    String detail =
        story.once(12)
            ? ",\"complicationDetail\":[{\"reference\":\"Condition/" + story.id("s1-event") + "\"}]"
            : "";
    story.sendWithStatus(
        "Procedure",
        story.id(part),
        """
        "status":"%%s","code":%s,"subject":%s,"performedDateTime":"%s"%s%s%s%s"""
            .formatted(
                code, story.subject(), story.time(day), more, reported, detail, extensions(part)),
        "completed",
        "in-progress");
  }

  private String bodySites(int count) {
    List<String> sites = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sites.add(story.once(4) ? withSide(level(story)) : level(story));
    }
    return ",\"bodySite\":[" + String.join(",", sites) + "]";
  }

  /** A vertebra with the side of the needle, as mCODE has it. */
  private String withSide(String level) {
    return """
        {"extension":[{"url":"http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier",\
        "valueCodeableConcept":%s}],%s"""
        .formatted(concept(SNOMED, story.pick("7771000", "24028007")), level.substring(1));
  }

  /** What FHIR has no element for: a volume of cement, or a BodyStructure that was treated. */
  private String extensions(String part) {
    if (story.once(8)) {
      return """
          ,"extension":[{"url":"https://pvp-outcomes.example/fhir/StructureDefinition/cement-volume",\
          "valueQuantity":{"value":1.5,"system":"%s","code":"mL"}}]"""
          .formatted(UCUM);
    }
    if (!story.once(8)) {
      return "";
    }
    String structure = story.id(part + "-structure");
    story.send(
        "BodyStructure",
        structure,
        "\"patient\":%s,\"location\":%s".formatted(story.subject(), level(story)));
    return """
        ,"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure",\
        "valueReference":{"reference":"BodyStructure/%s"}}]"""
        .formatted(structure);
  }

  private static String partOf(String procedure) {
    return ",\"partOf\":[{\"reference\":\"Procedure/" + procedure + "\"}]";
  }

  private void cement(String part, int day, String procedure, boolean withLevel) {
    story.sendWithStatus(
        "Observation",
        story.id(part),
        """
        "status":"%%s","code":%s%s,"subject":%s,"effectiveDateTime":"%s"%s,\
        "valueQuantity":{"value":%s,"system":"%s","code":"mL"}"""
            .formatted(
                concept(Story.CLINIC, "ZEMENT"),
                partOf(procedure),
                story.subject(),
                story.time(day),
                withLevel ? ",\"bodySite\":" + level(story) : "",
                story.pick("1.2", "0.5", "4.5", "2", "16", "0", "40"),
                UCUM),
        "final",
        "preliminary");
  }

  private void leak(String part, int day, String procedure) {
    String id = story.id(part);
    String site = concept(Story.CLINIC, story.pick("KANAL", "DISKUS", "VENE"));
    switch (story.oneOf(3)) {
      case 0 ->
          story.sendWithStatus(
              "Observation",
              id,
              """
              "status":"%%s","code":%s%s,"subject":%s,"effectiveDateTime":"%s","bodySite":%s,\
              "valueCodeableConcept":%s"""
                  .formatted(
                      concept(Story.CLINIC, "LECK"),
                      partOf(procedure),
                      story.subject(),
                      story.time(day),
                      level(story),
                      site),
              "final",
              "preliminary");
      case 1 ->
          story.send(
              "AdverseEvent",
              id,
              """
              "actuality":"actual","event":%s,"subject":%s,"date":"%s",\
              "suspectEntity":[{"instance":{"reference":"Procedure/%s"}}],\
              "resultingCondition":[{"reference":"Condition/%s"}]"""
                  .formatted(
                      concept(Story.CLINIC, "LECK"),
                      story.subject(),
                      story.date(day),
                      procedure,
                      story.id("s1-event")));
      default -> condition(id, day, concept(Story.CLINIC, "LECK"), dueTo("Procedure/" + procedure));
    }
  }

  private void clinicalEvent(String part, int day, String procedure, String leak) {
    String code = concept(Story.CLINIC, story.pick("RADIK", "INFEKT"));
    String cause =
        story.pick(
            "Procedure/" + procedure,
            "Observation/" + story.id(leak),
            "Condition/" + story.id(leak));
    if (story.once(3)) {
      story.send(
          "AdverseEvent",
          story.id(part),
          """
          "actuality":"%s","event":%s,"subject":%s,"date":"%s","severity":%s,\
          "suspectEntity":[{"instance":{"reference":"Procedure/%s"}}]"""
              .formatted(
                  story.once(5) ? "potential" : "actual",
                  code,
                  story.subject(),
                  story.date(day),
                  concept("http://terminology.hl7.org/CodeSystem/adverse-event-severity", "mild"),
                  procedure));
    } else {
      condition(
          story.id(part),
          day,
          code,
          dueTo(cause) + ",\"abatementDateTime\":\"" + story.date(day + 14) + "\"");
    }
  }

  private void condition(String id, int day, String code, String more) {
    String body =
        "\"code\":%s,\"subject\":%s,\"onsetDateTime\":\"%s\"%s"
            .formatted(code, story.subject(), story.time(day), more);
    if (story.once(8)) {
      story.send("Condition", id, body, (String) null);
    } else {
      story.send("Condition", id, body);
    }
  }

  private static String dueTo(String cause) {
    return """
        ,"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/condition-dueTo",\
        "valueReference":{"reference":"%s"}}]"""
        .formatted(cause);
  }
}
