package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links are written {@code A>B}: A was replaced by B. Patients are single letters. */
@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PatientMergesTest {

  @ParameterizedTest(name = "{0} with {1} received: {2}")
  @CsvSource(
      nullValues = "nothing",
      value = {
        "A>B, AB, A>B",
        "A>B B>C, ABC, A>C B>C",
        "A>C B>C, ABC, A>C B>C",
        // Also said once more of the one who was replaced first.
        "A>B B>C A>C, ABC, A>C B>C",
        // The target has not been received.
        "A>B, A, nothing",
        "A>B, nothing, nothing",
        "A>B B>C, AB, A>B",
        "A>B B>C, AC, A>C B>C",
        "A>B, B, A>B",
        // Contradictions.
        "A>B A>C, ABC, nothing",
        "A>B A>C, AB, nothing",
        "A>B A>C Z>A, ABCZ, Z>A",
        "A>B B>A, AB, nothing",
        "A>B B>C C>A, ABC, nothing",
        "A>B B>C C>B, ABC, A>B",
        "A>B B>A A>C C>D D>C, ABCD, nothing",
        "A>B A>C B>D C>D, ABCD, A>D B>D C>D",
        // The end has not been received, and there are two ways to it.
        "A>B A>C B>D C>D, ABC, nothing",
        "A>B A>C B>D C>D, AB, A>B",
        "A>A, A, nothing"
      })
  void links_merge(String links, String received, String merged) {
    assertThat(survivors(links(links), received == null ? "" : received))
        .isEqualTo(merged == null ? Map.of() : asMap(links(merged)));
  }

  @Test
  void a_long_chain_ends_in_its_last() {
    int length = 100_000;
    List<PatientReplacement> chain = new ArrayList<>();
    Set<String> received = new TreeSet<>();
    for (int i = 0; i < length; i++) {
      chain.add(new PatientReplacement("Patient/" + i, "Patient/" + (i + 1)));
      received.add("Patient/" + (i + 1));
    }

    Map<String, String> survivors = PatientMerges.survivors(chain, received);

    assertThat(survivors).hasSize(length);
    assertThat(new TreeSet<>(survivors.values())).containsExactly("Patient/" + length);
  }

  /** Whatever the links: the order does not matter, and a survivor is received and not merged. */
  @Test
  void survivors_are_received_and_survive_themselves() {
    Random random = new Random(2021);
    int merged = 0;
    for (int run = 0; run < 20_000; run++) {
      List<PatientReplacement> links =
          new ArrayList<>(
              IntStream.range(0, random.nextInt(7))
                  .mapToObj(_ -> new PatientReplacement(letter(random), letter(random)))
                  .toList());
      String received =
          IntStream.range(0, random.nextInt(7))
              .mapToObj(_ -> letter(random))
              .collect(Collectors.joining());
      Map<String, String> survivors = survivors(links, received);
      Collections.shuffle(links, random);

      assertThat(survivors(links, received)).isEqualTo(survivors);
      assertThat(survivors.keySet()).noneMatch(survivors::containsValue);
      assertThat(survivors.values()).allMatch(received::contains);
      survivors.forEach((from, to) -> assertThat(reaches(links, from, to)).isTrue());
      merged += survivors.size();
    }
    assertThat(merged).isGreaterThan(1000);
  }

  private static boolean reaches(List<PatientReplacement> links, String from, String to) {
    Set<String> reached = new TreeSet<>(Set.of(from));
    for (int i = 0; i < links.size(); i++) {
      for (PatientReplacement link : links) {
        if (reached.contains(link.replaced())) {
          reached.add(link.survivor());
        }
      }
    }
    return reached.contains(to);
  }

  private static String letter(Random random) {
    return String.valueOf((char) ('A' + random.nextInt(5)));
  }

  private static Map<String, String> survivors(List<PatientReplacement> links, String received) {
    return PatientMerges.survivors(
        links,
        received.chars().mapToObj(c -> String.valueOf((char) c)).collect(Collectors.toSet()));
  }

  private static List<PatientReplacement> links(String text) {
    return Arrays.stream(text.split(" "))
        .map(link -> new PatientReplacement(link.substring(0, 1), link.substring(2)))
        .toList();
  }

  private static Map<String, String> asMap(List<PatientReplacement> links) {
    Map<String, String> map = new TreeMap<>();
    links.forEach(link -> map.put(link.replaced(), link.survivor()));
    return map;
  }
}
