package org.pvpoutcomes.story;

import static org.pvpoutcomes.story.Story.concept;

import java.util.ArrayList;
import java.util.List;

/** Pain scores and QLQ-BM22 forms around the time points of the study, in all their shapes. */
final class StoryMeasurements {

  private static final String LOINC = "http://loinc.org";
  private static final String SNOMED = "http://snomed.info/sct";
  private static final String UCUM = "http://unitsofmeasure.org";

  /** Days around baseline, one week and three months; some lie in no window. */
  private static final int[] DAYS = {-31, -3, -1, 0, 0, 5, 7, 9, 14, 15, 70, 90, 91, 119};

  private final Story story;

  StoryMeasurements(Story story) {
    this.story = story;
  }

  void tell() {
    int pains = 1 + story.oneOf(4);
    for (int i = 0; i < pains; i++) {
      pain("pain-" + i, DAYS[story.oneOf(DAYS.length)]);
    }
    int forms = story.oneOf(3);
    for (int i = 0; i < forms; i++) {
      form("form-" + i, DAYS[story.oneOf(DAYS.length)]);
    }
    if (story.once(6)) {
      observation("total", concept(Story.CLINIC, "GESAMT"), "\"valueInteger\":55", 7);
    }
    if (story.once(4)) {
      observation("laboratory", concept(LOINC, "777-3"), quantity("212", "10*3/uL"), -2);
    }
  }

  private void pain(String part, int day) {
    int ten = story.oneOf(11);
    int hundred = story.oneOf(101);
    String vas = concept(LOINC, "38214-3");
    switch (story.oneOf(14)) {
      case 0 -> observation(part, vas, quantity("" + hundred, "mm"), day);
      case 1 -> observation(part, vas, quantity("4.5", "cm"), day);
      case 2 -> observation(part, vas, quantity("" + hundred, "%%"), day);
      case 3 -> observation(part, concept(LOINC, "72514-3"), "\"valueInteger\":" + ten, day);
      case 4 -> observation(part, concept(LOINC, "38221-8"), "\"valueInteger\":" + ten, day);
      case 5 ->
          observation(
              part,
              concept(SNOMED, "443394008"),
              "\"valueInteger\":%d,\"referenceRange\":[{\"low\":{\"value\":0},\"high\":{\"value\":100}}]"
                  .formatted(hundred),
              day);
      case 6 -> observation(part, vas, quantity("" + ten, "{score}"), day);
      case 7 -> observation(part, vas, "\"valueInteger\":45", day);
      case 8 -> observation(part, vas, quantity("120", "mm"), day);
      case 9 ->
          observation(
              part,
              vas,
              "\"dataAbsentReason\":"
                  + concept(
                      "http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-declined"),
              day);
      case 10 ->
          observation(
              part,
              concept(Story.CLINIC, "SCHMERZBOGEN"),
              "\"component\":[{\"code\":%s,%s},{\"code\":%s,\"valueInteger\":%d}]"
                  .formatted(vas, quantity("" + hundred, "mm"), concept(LOINC, "72514-3"), ten),
              day);
      default ->
          observation(part, concept(Story.CLINIC, "SCHMERZ"), quantity("" + ten, "{score}"), day);
    }
  }

  /** A percent sign in {@code value} is doubled, because the status is still to be filled in. */
  private void observation(String part, String code, String value, int day) {
    String time = story.time(day);
    String issued = time.contains("T") && story.once(3) ? ",\"issued\":\"" + time + "\"" : "";
    String identifier =
        story.once(3)
            ? ""
            : ",\"identifier\":[{\"system\":\"%s\",\"value\":\"SYN-%s\"}]"
                .formatted(
                    story.pick(StoryVocabulary.TABLET, "http://story.example/id/observation"),
                    story.id(story.once(4) ? "pain-0" : part));
    String template =
        """
        "status":"%%s","code":%s,"subject":%s,"effectiveDateTime":"%s"%s%s,%s"""
            .formatted(code, story.subject(), time, issued, identifier, value);
    String id = story.id(part);
    if (story.once(6)) {
      story.send(
          "Observation",
          id,
          template.formatted("final"),
          template.formatted(story.pick("amended", "corrected")));
    } else {
      story.sendWithStatus("Observation", id, template, "final", "preliminary");
    }
  }

  private static String quantity(String value, String unit) {
    return "\"valueQuantity\":{\"value\":%s,\"system\":\"%s\",\"code\":\"%s\"}"
        .formatted(value, UCUM, unit);
  }

  private void form(String part, int day) {
    boolean described = story.once(2);
    int firstItem = described ? 1 : 31;
    List<String> items = new ArrayList<>();
    int missing = story.once(3) ? story.oneOf(22) : -1;
    for (int i = 0; i < 22; i++) {
      if (i != missing) {
        items.add(item("q" + (firstItem + i), story.once(60) ? 5 : 1 + story.oneOf(4)));
      }
    }
    if (story.once(10)) {
      items.add(item("q" + firstItem, 1));
    }
    String all = String.join(",", items);
    String nested = story.once(2) ? "{\"linkId\":\"group\",\"item\":[%s]}".formatted(all) : all;
    story.sendWithStatus(
        "QuestionnaireResponse",
        story.id(part),
        """
        "status":"%%s","questionnaire":"%s","subject":%s,"authored":"%s"%s,"item":[%s]"""
            .formatted(
                described ? StoryVocabulary.DESCRIBED_FORM : StoryVocabulary.MAPPED_FORM,
                story.subject(),
                story.time(day),
                story.once(4) ? ",\"source\":{\"reference\":\"Practitioner/oncologist\"}" : "",
                nested),
        "completed",
        "in-progress");
  }

  private String item(String linkId, int answer) {
    String value =
        switch (story.oneOf(4)) {
          case 0 -> "\"valueInteger\":" + answer;
          case 2 ->
              """
              "valueCoding":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/ordinalValue",\
              "valueDecimal":%d}],"system":"%s","code":"ANTWORT"}"""
                  .formatted(answer, Story.CLINIC);
          case 1 -> "\"valueDecimal\":" + answer + ".0";
          default ->
              "\"valueCoding\":{\"system\":\"%s\",\"code\":\"%d\"}".formatted(Story.CLINIC, answer);
        };
    return "{\"linkId\":\"%s\",\"answer\":[{%s}]}".formatted(linkId, value);
  }
}
