package org.pvpoutcomes.story;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What hospitals send about one synthetic patient over time: who it is, what was done, what was
 * measured and what went wrong, each in one of the shapes that real senders use, with the
 * corrections that follow.
 */
final class Story {

  /** The clinic whose codes only the ConceptMaps of {@link StoryVocabulary} explain. */
  static final String CLINIC = "http://story.example/CodeSystem/clinic";

  private static final String PATIENT_IDENTIFIERS = "http://story.example/id/patient";

  private final Random random;
  private final String name;
  private final String other;
  private final LocalDate day0;
  private final boolean twoRecords;
  private final int hospital;
  private final List<Step> steps = new ArrayList<>();

  private Story(Random random, int number) {
    this.random = random;
    this.name = "story-%05d".formatted(number);
    this.other = "story-%05d".formatted(number ^ 1);
    this.day0 = LocalDate.of(2018, 1, 1).plusDays(number % 500);
    this.twoRecords = random.nextInt(8) == 0;
    this.hospital = number % 7;
  }

  /**
   * The steps of the story with this number.
   *
   * @param seed the same seed and number tell the same story
   */
  static List<Step> steps(long seed, int number) {
    Story story = new Story(new Random(seed * 1_000_003 + number), number);
    new StoryPatient(story).tell();
    new StoryTreatment(story).tell();
    new StoryMeasurements(story).tell();
    return List.copyOf(story.steps);
  }

  /** Whether the hospital has two Patients for this one person, which are merged at some time. */
  boolean hasTwoRecords() {
    return twoRecords;
  }

  int oneOf(int choices) {
    return random.nextInt(choices);
  }

  /** True once in {@code many}. */
  boolean once(int many) {
    return random.nextInt(many) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The id of the Patient, or of its second record. */
  String patientId(boolean second) {
    return second ? name + "-b" : name;
  }

  /** The business identifier of the Patient, or of its second record. */
  String patientIdentifier(boolean second) {
    return "{\"system\":\"%s\",\"value\":\"SYN-%s\"}"
        .formatted(PATIENT_IDENTIFIERS, patientId(second));
  }

  /** A reference to the patient: literal or logical, to the one record or the other. */
  String subject() {
    boolean second = twoRecords && random.nextInt(3) == 0;
    return once(7)
        ? "{\"type\":\"Patient\",\"identifier\":%s}".formatted(patientIdentifier(second))
        : "{\"reference\":\"Patient/%s\"}".formatted(patientId(second));
  }

  /** The id of another resource of this patient. */
  String id(String part) {
    return name + "-" + part;
  }

  /** A calendar date so many days after the first session. */
  String date(int day) {
    return day0.plusDays(day).toString();
  }

  /** A date, or a time on that date, so many days after the first session. */
  String time(int day) {
    return once(5)
        ? date(day)
        : "%sT%02d:%02d:00+08:00".formatted(date(day), 8 + random.nextInt(9), random.nextInt(60));
  }

  /**
   * Sends a resource, and again with what became of it: the versions in order; null deletes it.
   *
   * @param bodies each without resourceType, id and meta
   */
  void send(String type, String id, @Nullable String... bodies) {
    for (String body : bodies) {
      steps.add(
          new Step(type + "/" + id, body == null ? null : resource(type, id, source(), body)));
    }
  }

  /**
   * Sends a resource with a status as most do: once and for all; sometimes it begins as a draft or
   * as that of another patient, is withdrawn, deleted, or deleted and sent again.
   *
   * @param template the body with one {@code %s} for the status
   * @param counts the status that counts
   * @param draft one that does not
   */
  void sendWithStatus(String type, String id, String template, String counts, String draft) {
    String last = template.formatted(counts);
    switch (random.nextInt(14)) {
      case 0 -> send(type, id, template.formatted(draft), last);
      case 1 -> send(type, id, last, template.formatted("entered-in-error"));
      case 2 -> send(type, id, last, (String) null);
      case 3 -> send(type, id, last, null, last);
      case 4 -> send(type, id, template.formatted(draft));
      case 5 -> send(type, id, last.replace("/" + name + "\"", "/" + other + "\""), last);
      default -> send(type, id, last);
    }
  }

  /** A resource of a hospital that does not name itself. */
  static String resource(String type, String id, String body) {
    return resource(type, id, "", body);
  }

  private static String resource(String type, String id, String source, String body) {
    return """
        {"resourceType":"%s","id":"%s","meta":{%s"security":[{"system":\
        "http://terminology.hl7.org/CodeSystem/v3-ActReason","code":"HTEST"}]},%s}"""
        .formatted(type, id, source, body);
  }

  /** Some hospitals name themselves as the source of what they send. */
  private String source() {
    return hospital < 3
        ? ""
        : "\"source\":\"http://story.example/ehr?of=%d,~%%2C\",".formatted(hospital);
  }

  /** A CodeableConcept with one coding. */
  static String concept(String system, String code) {
    return "{\"coding\":[{\"system\":\"%s\",\"code\":\"%s\"}]}".formatted(system, code);
  }
}
