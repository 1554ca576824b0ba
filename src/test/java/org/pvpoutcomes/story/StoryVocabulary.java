package org.pvpoutcomes.story;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the clinic of the stories teaches the service about its codes. Each map is first sent with
 * little in it and later as it should be, so that the meaning of what is stored changes.
 */
final class StoryVocabulary {

  /**
   * A source whose scores without a scale run to 100; the identifiers of its Observations say so.
   */
  static final String TABLET = "http://story.example/id/tablet";

  /** A form whose items a Questionnaire explains. */
  static final String DESCRIBED_FORM = "http://story.example/Questionnaire/described|1.0";

  /** A form whose items a ConceptMap explains. */
  static final String MAPPED_FORM = "http://story.example/Questionnaire/mapped";

  private static final String OURS = "https://pvp-outcomes.example/fhir/CodeSystem/";

  private StoryVocabulary() {}

  /** All versions of all maps. */
  static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    add(
        steps,
        "story-measures",
        List.of(group(Story.CLINIC, "measure", "SCHMERZ vas-pain")),
        List.of(
            group(
                Story.CLINIC,
                "measure",
                "SCHMERZ vas-pain",
                "ZEMENT cement-volume",
                "GESAMT qlq-bm22-imported-total"),
            group(Story.CLINIC, "pain-scale", "SCHMERZ 0-10"),
            group("urn:ietf:rfc:3986", "pain-scale", TABLET + " 0-100")));
    add(
        steps,
        "story-procedures",
        List.of(group(Story.CLINIC, "procedure-kind", "VP pkp")),
        List.of(
            group(Story.CLINIC, "procedure-kind", "VP pvp", "KP pkp"),
            group(Story.CLINIC, "vertebral-level", "LWK4 L4"),
            group(Story.CLINIC, "diagnosis", "FRAKTUR pathological-fracture"),
            group(
                Story.CLINIC,
                "complication",
                "LECK cement-leakage",
                "RADIK radicular-pain",
                "INFEKT infection"),
            group(Story.CLINIC, "leak-site", "KANAL spinal-canal", "DISKUS disc")));
    add(
        steps,
        "story-forms",
        List.of(group(MAPPED_FORM, "qlq-bm22-item", items(31, 10))),
        List.of(group(MAPPED_FORM, "qlq-bm22-item", items(31, 22))));
    steps.add(new Step("Questionnaire/story-described", questionnaire()));
    return steps;
  }

  private static String[] items(int first, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "q%d %d".formatted(first + i, i + 1))
        .toArray(String[]::new);
  }

  @SafeVarargs
  private static void add(List<Step> steps, String id, List<String>... versions) {
    for (List<String> groups : versions) {
      String body =
          "\"url\":\"http://story.example/ConceptMap/%s\",\"status\":\"active\",\"group\":[%s]"
              .formatted(id, String.join(",", groups));
      steps.add(new Step("ConceptMap/" + id, Story.resource("ConceptMap", id, body)));
    }
  }

  /** A group; each entry is a code and its target, with a space between them. */
  private static String group(String source, String target, String... entries) {
    return "{\"source\":\"%s\",\"target\":\"%s%s\",\"element\":[%s]}"
        .formatted(
            source,
            OURS,
            target,
            Arrays.stream(entries)
                .map(entry -> entry.split(" ", 2))
                .map(
                    entry ->
                        "{\"code\":\"%s\",\"target\":[{\"code\":\"%s\",\"equivalence\":\"wider\"}]}"
                            .formatted(entry[0], entry[1]))
                .collect(Collectors.joining(",")));
  }

  private static String questionnaire() {
    String items =
        IntStream.rangeClosed(1, 22)
            .mapToObj(
                i ->
                    "{\"linkId\":\"q%d\",\"type\":\"integer\",\"code\":[{\"system\":\"%sqlq-bm22-item\",\"code\":\"%d\"}]}"
                        .formatted(i, OURS, i))
            .collect(Collectors.joining(","));
    String url = DESCRIBED_FORM.substring(0, DESCRIBED_FORM.indexOf('|'));
    return Story.resource(
        "Questionnaire",
        "story-described",
        "\"url\":\"%s\",\"version\":\"1.0\",\"status\":\"active\",\"item\":[%s]"
            .formatted(url, items));
  }
}
