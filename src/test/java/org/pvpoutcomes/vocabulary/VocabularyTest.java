package org.pvpoutcomes.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pvpoutcomes.vocabulary.VocabularyEntry.Origin.OWN;
import static org.pvpoutcomes.vocabulary.VocabularyEntry.Origin.SHIPPED;
import static org.pvpoutcomes.vocabulary.VocabularyEntry.Origin.SITE;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VocabularyTest {

  private static final String TARGET = Canonical.PRIMARY_TUMOUR;
  private static final String SOURCE = "http://hospital.example/CodeSystem/tumours";
  private static final Map<String, Set<String>> KNOWN =
      Map.of(TARGET, Set.of("lung", "breast", "other"));

  @Test
  void a_mapped_code_has_its_target_and_any_other_has_none() {
    Vocabulary vocabulary = site(map("a", SOURCE, TARGET, element("L", "equal", "lung")));

    assertThat(vocabulary.target(TARGET, SOURCE, "L")).contains("lung");
    assertThat(vocabulary.target(TARGET, SOURCE, "l")).isEmpty();
    assertThat(vocabulary.target(TARGET, "http://hospital.example", "L")).isEmpty();
    assertThat(vocabulary.target(Canonical.MEASURE, SOURCE, "L")).isEmpty();
    assertThat(vocabulary.reads(TARGET, SOURCE)).isTrue();
    assertThat(vocabulary.reads(TARGET, "http://hospital.example")).isFalse();
  }

  @Test
  void what_changes_is_what_one_of_two_vocabularies_says_otherwise() {
    Vocabulary before =
        site(
            map(
                "a",
                SOURCE,
                TARGET,
                element("kept", "equal", "lung"),
                element("changed", "equal", "lung"),
                element("gone", "equal", "lung")));
    Vocabulary after =
        site(
            map(
                "b",
                SOURCE,
                TARGET,
                element("kept", "wider", "lung"),
                element("changed", "equal", "breast"),
                element("new", "equal", "lung"),
                element("out", "unmatched", "lung")));

    assertThat(before.changesTo(after))
        .extracting(Vocabulary.CodeUse::code)
        .containsExactlyInAnyOrder("changed", "gone", "new", "out");
    assertThat(before.changesTo(after))
        .isEqualTo(after.changesTo(before))
        .allSatisfy(
            use -> assertThat(use).isEqualTo(new Vocabulary.CodeUse(TARGET, SOURCE, use.code())));
    assertThat(after.changesTo(after)).isEmpty();
  }

  @Test
  void our_own_codes_mean_themselves() {
    Vocabulary vocabulary = site();

    assertThat(vocabulary.target(TARGET, TARGET, "lung")).contains("lung");
    assertThat(vocabulary.target(TARGET, TARGET, "tooth")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"equal", "equivalent", "wider", "subsumes"})
  void equivalences_that_say_is_a_are_used(String equivalence) {
    assertThat(
            site(map("a", SOURCE, TARGET, element("L", equivalence, "lung")))
                .target(TARGET, SOURCE, "L"))
        .contains("lung");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unmatched", "disjoint"})
  void equivalences_that_say_no_leave_the_code_out(String equivalence) {
    assertThat(
            site(map("a", SOURCE, TARGET, element("L", equivalence, "lung")))
                .target(TARGET, SOURCE, "L"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relatedto", "inexact", "narrower", "specializes", "", "same"})
  void other_equivalences_are_refused(String equivalence) {
    assertRefused(
        map("a", SOURCE, TARGET, element("K", "equal", "lung"), element("L", equivalence, "lung")),
        "ConceptMap.group[0].element[1].target[0].equivalence");
  }

  @Test
  void entries_that_cannot_be_used_are_refused_with_their_place() {
    assertRefused(
        map("a", SOURCE, TARGET, element("L", "equal", "tooth")),
        "ConceptMap.group[0].element[0].target[0].code");
    assertRefused(
        map("a", SOURCE, TARGET, element("L", "equal", "")),
        "ConceptMap.group[0].element[0].target[0].code");
    assertRefused(
        map("a", SOURCE, TARGET, element("", "equal", "lung")),
        "ConceptMap.group[0].element[0].code");
    assertRefused(
        map("a", SOURCE, TARGET, "{\"code\":\"L\"}"), "ConceptMap.group[0].element[0].target");
    assertRefused(
        map("a", "", TARGET, element("L", "equal", "lung")), "ConceptMap.group[0].source");
    assertRefused(
        map("a", TARGET, TARGET, element("breast", "equal", "lung")), "ConceptMap.group[0].source");
    assertRefused(
        map(
            "a",
            SOURCE,
            TARGET,
            """
            {"code": "L", "target": [{"code": "lung", "equivalence": "equal",
              "dependsOn": [{"property": "http://hospital.example/side", "value": "left"}]}]}
            """),
        "ConceptMap.group[0].element[0].target[0].dependsOn");
    assertRefused(
        new ConceptMapDocument(
            "a",
            """
            {"resourceType": "ConceptMap", "group": [{"source": "%s", "target": "%s",
              "unmapped": {"mode": "fixed", "code": "other"}}]}
            """
                .formatted(SOURCE, TARGET)),
        "ConceptMap.group[0].unmapped");
    assertRefused(new ConceptMapDocument("a", "not json"), "ConceptMap");
    assertRefused(new ConceptMapDocument("a", "{\"resourceType\":\"Patient\"}"), "ConceptMap");
    assertRefused(new ConceptMapDocument("a", ""), "ConceptMap");
  }

  @Test
  void a_questionnaire_is_no_item_but_may_be_left_out() {
    String url = "http://clinic.example/Questionnaire/bm22";
    Map<String, Set<String>> items = Map.of(Canonical.QLQ_BM22_ITEM, Set.of("1"));
    ConceptMapDocument item =
        map("a", Canonical.URI, Canonical.QLQ_BM22_ITEM, element(url, "equal", "1"));
    ConceptMapDocument leftOut =
        map("a", Canonical.URI, Canonical.QLQ_BM22_ITEM, element(url, "unmatched", "1"));

    assertThatThrownBy(() -> Vocabulary.of(List.of(), List.of(item), items))
        .isInstanceOfSatisfying(
            UnusableConceptMapException.class,
            e -> assertThat(e.expression()).isEqualTo("ConceptMap.group[0].source"));
    assertThat(
            Vocabulary.of(List.of(), List.of(leftOut), items)
                .isDecided(Canonical.QLQ_BM22_ITEM, Canonical.URI, url))
        .isTrue();
  }

  @Test
  void groups_for_other_code_systems_and_retired_maps_say_nothing() {
    ConceptMapDocument retired =
        new ConceptMapDocument(
            "r",
            map("r", SOURCE, TARGET, element("L", "equal", "lung"))
                .json()
                .replace("\"active\"", "\"retired\""));

    Vocabulary vocabulary =
        site(map("a", SOURCE, "http://elsewhere.example", element("L", "narrower", "x")), retired);

    assertThat(vocabulary.target(TARGET, SOURCE, "L")).isEmpty();
    assertThat(vocabulary.target("http://elsewhere.example", SOURCE, "L")).isEmpty();
  }

  @Test
  void a_version_after_the_source_or_target_is_ignored() {
    assertThat(
            site(map("a", SOURCE + "|2.0", TARGET + "|1.0", element("L", "equal", "lung")))
                .target(TARGET, SOURCE, "L"))
        .contains("lung");
  }

  @Test
  void the_site_wins_over_what_is_shipped() {
    ConceptMapDocument shipped =
        map(
            "shipped",
            SOURCE,
            TARGET,
            element("L", "equal", "lung"),
            element("B", "equal", "breast"),
            element("O", "equal", "other"));
    ConceptMapDocument site =
        map("site", SOURCE, TARGET, element("L", "equal", "breast"), element("B", "unmatched", ""));

    Vocabulary vocabulary = Vocabulary.of(List.of(shipped), List.of(site), KNOWN);

    assertThat(List.of("L", "B", "O"))
        .extracting(code -> vocabulary.target(TARGET, SOURCE, code))
        .containsExactly(Optional.of("breast"), Optional.empty(), Optional.of("other"));
  }

  @Test
  void a_code_is_decided_when_it_is_mapped_or_deliberately_left_out_and_else_not() {
    Vocabulary vocabulary =
        site(
            map("a", SOURCE, TARGET, element("L", "equal", "lung"), element("N", "unmatched", "")));

    assertThat(vocabulary.isDecided(TARGET, SOURCE, "L")).isTrue();
    assertThat(vocabulary.isDecided(TARGET, SOURCE, "N")).isTrue();
    assertThat(vocabulary.isDecided(TARGET, TARGET, "breast")).isTrue();
    assertThat(vocabulary.isDecided(TARGET, SOURCE, "X")).isFalse();
    assertThat(vocabulary.isDecided(TARGET, TARGET, "tooth")).isFalse();
    assertThat(vocabulary.isDecided(Canonical.MEASURE, SOURCE, "L")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"C34.91, true", "C34.X5, true", "C35, false", "C3, false"})
  void an_icd_code_is_decided_where_an_ancestor_is(String code, boolean decided) {
    String icd = "http://hl7.org/fhir/sid/icd-10-cm";

    assertThat(
            site(map(
                    "a",
                    icd,
                    TARGET,
                    element("C34", "wider", "lung"),
                    element("C34.X", "unmatched", "")))
                .isDecided(TARGET, icd, code))
        .isEqualTo(decided);
  }

  @Test
  void the_entry_says_who_decided_and_where() {
    ConceptMapDocument shipped =
        map(
            "shipped",
            SOURCE,
            TARGET,
            element("L", "equal", "lung"),
            element("B", "wider", "lung"));
    ConceptMapDocument site =
        map(
            "ConceptMap/site",
            SOURCE,
            TARGET,
            element("O", "equal", "other"),
            element("B", "unmatched", ""));

    Vocabulary vocabulary = Vocabulary.of(List.of(shipped), List.of(site), KNOWN);

    assertThat(List.of("L", "B", "X"))
        .extracting(code -> vocabulary.entry(TARGET, SOURCE, code).orElse(null))
        .containsExactly(
            new VocabularyEntry(
                TARGET, SOURCE, "L", "lung", SHIPPED, "shipped", "ConceptMap.group[0].element[0]"),
            new VocabularyEntry(
                TARGET,
                SOURCE,
                "B",
                null,
                SITE,
                "ConceptMap/site",
                "ConceptMap.group[0].element[1]"),
            null);
    assertThat(vocabulary.entry(TARGET, TARGET, "lung"))
        .contains(new VocabularyEntry(TARGET, TARGET, "lung", "lung", OWN, TARGET, "CodeSystem"));
  }

  @Test
  void a_site_may_contradict_what_is_shipped_also_for_an_ancestor_or_a_descendant() {
    String icd = "http://hl7.org/fhir/sid/icd-10";
    ConceptMapDocument shipped =
        map(
            "shipped",
            icd,
            TARGET,
            element("C34", "wider", "lung"),
            element("C50.1", "wider", "breast"));
    ConceptMapDocument site =
        map(
            "site",
            icd,
            TARGET,
            element("C34.1", "unmatched", ""),
            element("C50", "wider", "other"));

    Vocabulary vocabulary = Vocabulary.of(List.of(shipped), List.of(site), KNOWN);

    assertThat(List.of("C34", "C34.1", "C34.2", "C50", "C50.1", "C50.2"))
        .extracting(code -> vocabulary.target(TARGET, icd, code).orElse("-"))
        .containsExactly("lung", "-", "lung", "other", "breast", "other");
  }

  @Test
  void two_meanings_within_one_map_are_contradictory() {
    assertThatThrownBy(
            () ->
                site(
                    map(
                        "one",
                        SOURCE,
                        TARGET,
                        element("L", "equal", "lung"),
                        element("L", "equal", "breast"))))
        .isInstanceOf(ContradictoryVocabularyException.class)
        .hasMessage(
            SOURCE
                + "|L is mapped to "
                + TARGET
                + "|lung by one (ConceptMap.group[0].element[0]) but mapped to "
                + TARGET
                + "|breast by one (ConceptMap.group[0].element[1]); change or retire one of them");
  }

  @Test
  void two_meanings_between_maps_of_the_site_are_contradictory_and_both_are_named() {
    assertThatThrownBy(
            () ->
                site(
                    map("one", SOURCE, TARGET, element("L", "equal", "lung")),
                    map("two", SOURCE, TARGET, element("L", "unmatched", ""))))
        .isInstanceOfSatisfying(
            ContradictoryVocabularyException.class,
            e ->
                assertThat(List.of(e.first().map(), e.second().map()))
                    .containsExactly("one", "two"));
  }

  @Test
  void the_same_meaning_twice_is_not_contradictory() {
    assertThat(
            site(
                    map("one", SOURCE, TARGET, element("L", "equal", "lung")),
                    map("two", SOURCE, TARGET, element("L", "wider", "lung")))
                .target(TARGET, SOURCE, "L"))
        .contains("lung");
  }

  @ParameterizedTest
  @CsvSource({
    "C34, lung",
    "C34.9, other",
    "C34.91, other",
    "C34.1, lung",
    "C34-, lung",
    "C34.X, ",
    "C34.X5, ",
    "C35, ",
    "C3, ",
    "C, "
  })
  void an_icd_code_without_entry_takes_that_of_its_nearest_ancestor(
      String code, @org.jspecify.annotations.Nullable String expected) {
    String icd = "http://hl7.org/fhir/sid/icd-10-cm";

    Vocabulary vocabulary =
        site(
            map(
                "a",
                icd,
                TARGET,
                element("C34", "wider", "lung"),
                element("C34.9", "wider", "other"),
                element("C34.X", "unmatched", "")));

    assertThat(vocabulary.target(TARGET, icd, code)).isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void codes_of_other_systems_have_no_ancestors() {
    assertThat(
            site(map("a", SOURCE, TARGET, element("C34", "wider", "lung")))
                .target(TARGET, SOURCE, "C34.9"))
        .isEmpty();
  }

  private static void assertRefused(ConceptMapDocument document, String expression) {
    assertThatThrownBy(() -> site(document))
        .isInstanceOfSatisfying(
            UnusableConceptMapException.class,
            e -> {
              assertThat(e.map()).isEqualTo("a");
              assertThat(e.expression()).isEqualTo(expression);
              assertThat(e.getMessage()).isNotBlank();
            });
  }

  private static Vocabulary site(ConceptMapDocument... documents) {
    return Vocabulary.of(List.of(), List.of(documents), KNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://pvp-outcomes.example/fhir/CodeSystem/primary-tumor",
        "https://pvp-outcomes.example/CodeSystem/primary-tumour"
      })
  void a_misspelt_code_system_of_this_service_is_refused_and_another_is_ignored(String misspelt) {
    String lung =
        """
        {"code": "L", "target": [{"code": "lung", "equivalence": "equivalent"}]}""";
    ConceptMapDocument wrong = map("a", SOURCE, misspelt, lung);
    ConceptMapDocument elsewhere = map("a", SOURCE, "http://elsewhere.example/tumours", lung);

    assertThatThrownBy(() -> Vocabulary.of(List.of(), List.of(wrong), KNOWN))
        .isInstanceOfSatisfying(
            UnusableConceptMapException.class,
            e -> {
              assertThat(e.expression()).isEqualTo("ConceptMap.group[0].target");
              assertThat(e.getMessage()).contains(TARGET);
            });
    assertThat(Vocabulary.of(List.of(), List.of(elsewhere), KNOWN).target(TARGET, SOURCE, "L"))
        .isEmpty();
  }

  private static ConceptMapDocument map(
      String name, String source, String target, String... elements) {
    return new ConceptMapDocument(
        name,
        """
        {"resourceType": "ConceptMap", "status": "active",
         "group": [{"source": "%s", "target": "%s", "element": [%s]}]}
        """
            .formatted(source, target, String.join(",", elements)));
  }

  private static String element(String code, String equivalence, String target) {
    return """
        {"code": "%s", "target": [{"code": "%s", "equivalence": "%s"}]}
        """
        .formatted(code, target, equivalence);
  }
}
