package org.pvpoutcomes.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.Value;

@NullUnmarked
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GoldenCohortTest {

  private final GoldenCohort cohort = new GoldenCohort();

  @Test
  void all_39_patients_are_members_with_82_vertebrae_and_no_fact_is_unused() {
    List<Member> members = members().values().stream().toList();
    assertThat(members).hasSize(39).allMatch(m -> m.inclusion() == Inclusion.INCLUDED);
    assertThat(members).allMatch(m -> m.sessions().size() == 1);
    assertThat(members.stream().mapToInt(m -> m.sessions().getFirst().vertebrae().size()).sum())
        .isEqualTo(82);
    assertThat(members).allMatch(m -> m.unused().isEmpty());
  }

  @Test
  void every_patient_has_the_characteristics_of_the_table() {
    Map<String, Member> members = members();
    for (Map<String, String> row : cohort.patients) {
      Member member = members.get(row.get("patient_id"));
      assertThat(member.age()).isEqualTo(Integer.valueOf(row.get("age")));
      assertThat(member.sex()).isEqualTo(row.get("sex").equals("M") ? Sex.MALE : Sex.FEMALE);
      assertThat(member.primaryTumour()).isEqualTo(GoldenCohort.tumour(row));
      assertThat(member.followUpThousandthsOfMonths())
          .isEqualTo(GoldenCohort.thousandths(row, "followup_months"));
      assertThat(member.sessions().getFirst().start().date()).isEqualTo(row.get("procedure_date"));
    }
  }

  @Test
  void every_vertebra_has_the_level_approach_cement_and_fracture_of_the_table() {
    Map<String, List<String>> expected = new TreeMap<>();
    for (Map<String, String> row : cohort.vertebrae) {
      expected
          .computeIfAbsent(row.get("patient_id"), p -> new ArrayList<>())
          .add(
              "%s %s %d %s"
                  .formatted(
                      row.get("level"),
                      row.get("injection"),
                      GoldenCohort.thousandths(row, "cement_ml"),
                      row.get("pathologic_fracture").equals("1")));
    }
    Map<String, List<String>> actual = new TreeMap<>();
    members()
        .forEach(
            (id, member) ->
                actual.put(
                    id,
                    member.sessions().getFirst().vertebrae().stream()
                        .map(GoldenCohortTest::describe)
                        .toList()));
    expected.replaceAll((id, lines) -> lines.stream().sorted().toList());
    actual.replaceAll((id, lines) -> lines.stream().sorted().toList());
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void every_complication_is_one_event_of_its_vertebra() {
    List<String> expected =
        cohort.complications.stream()
            .map(
                row ->
                    "%s %s %s %s %s"
                        .formatted(
                            row.get("patient_id"),
                            level(row.get("vertebra_id")),
                            row.get("type").equals("cement leakage")
                                ? GoldenCohort.SITES.get(row.get("site")).code()
                                : "radicular-pain",
                            row.get("onset_day"),
                            row.get("resolved_day").isEmpty() ? "null" : row.get("resolved_day")))
            .sorted()
            .toList();
    List<String> actual = new ArrayList<>();
    members()
        .forEach(
            (id, member) ->
                member
                    .sessions()
                    .getFirst()
                    .events()
                    .forEach(e -> actual.add(describe(id, member, e))));
    assertThat(actual.stream().sorted().toList()).isEqualTo(expected);
  }

  @Test
  void every_assessment_is_the_value_of_its_time_point() {
    Map<String, Member> members = members();
    for (Map<String, String> row : cohort.assessments) {
      Member member = members.get(row.get("patient_id"));
      int timePoint = FactBuilder.XU_2021.timePointIndex(row.get("timepoint").replace('_', '-'));
      int day = Integer.parseInt(row.get("offset_days"));
      int sum = IntStream.rangeClosed(1, 22).map(i -> Integer.parseInt(row.get("q" + i))).sum();
      assertThat(member.series().get(0).values().get(timePoint))
          .isEqualTo(
              new Value.Observed(
                  Integer.parseInt(row.get("vas")) * 1000,
                  day,
                  GoldenCohort.vasSource(row),
                  false));
      assertThat(member.series().get(1).values().get(timePoint))
          .isEqualTo(new Value.Observed(sum, day, GoldenCohort.formSource(row), false));
    }
  }

  private Map<String, Member> members() {
    Map<String, Member> members = new LinkedHashMap<>();
    for (Map<String, String> row : cohort.patients) {
      String id = row.get("patient_id");
      members.put(id, Derivation.derive("Patient/" + id, cohort.facts(row), FactBuilder.XU_2021));
    }
    return members;
  }

  private String level(String vertebra) {
    return cohort.vertebrae.stream()
        .filter(row -> row.get("vertebra_id").equals(vertebra))
        .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst))
        .get("level");
  }

  private static String describe(TreatedVertebra vertebra) {
    return "%s %s %d %s"
        .formatted(
            vertebra.level().code(),
            vertebra.approach().code(),
            vertebra.microlitres(),
            vertebra.fractured());
  }

  private static String describe(String id, Member member, Event event) {
    return "%s %s %s %s %s"
        .formatted(
            id,
            member.sessions().getFirst().vertebrae().get(event.vertebra() - 1).level().code(),
            event.leakSite() == null ? event.kind().code() : event.leakSite().code(),
            event.onsetDay(),
            event.resolutionDay());
  }
}
