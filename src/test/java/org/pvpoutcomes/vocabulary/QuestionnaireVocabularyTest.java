package org.pvpoutcomes.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pvpoutcomes.vocabulary.Canonical.QLQ_BM22_ITEM;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.vocabulary.VocabularyEntry.Origin;

/** What stored Questionnaires add to the vocabulary. Items are numbers; there is no wording. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuestionnaireVocabularyTest {

  private static final String URL = "http://hospital.example/Questionnaire/form";
  private static final String ITEMS = "http://hospital.example/CodeSystem/items";
  private static final String ANSWERS = "http://hospital.example/CodeSystem/answers";
  private static final Map<String, Set<String>> KNOWN =
      Map.of(
          QLQ_BM22_ITEM,
          IntStream.rangeClosed(1, 22).mapToObj(String::valueOf).collect(Collectors.toSet()));

  /** i7 and seven are item 7, i8 is item 8, x is deliberately none. */
  private static final ConceptMapDocument ITEM_CODES =
      map(
          "ConceptMap/items",
          ITEMS,
          element("i7", "equal", "7"),
          element("seven", "equal", "7"),
          element("i8", "equal", "8"),
          element("x", "unmatched", ""));

  @Test
  void an_item_is_what_its_coding_is_by_a_ConceptMap_or_by_our_own_code_at_any_depth() {
    Vocabulary vocabulary =
        with(
            form(
                "a",
                "",
                item("p", coding(ITEMS, "i7")),
                """
                {"linkId": "group", "item": [{"linkId": "inner", "item": [%s]}]}"""
                    .formatted(item("deep", coding(QLQ_BM22_ITEM, "22"))),
                item("n", coding(ITEMS, "unknown")),
                item("without")));

    assertThat(List.of("p", "deep", "n", "without", "group", "elsewhere"))
        .extracting(linkId -> vocabulary.target(QLQ_BM22_ITEM, URL, linkId).orElse("-"))
        .containsExactly("7", "22", "-", "-", "-", "-");
    assertThat(vocabulary.entry(QLQ_BM22_ITEM, URL, "deep"))
        .contains(
            new VocabularyEntry(
                QLQ_BM22_ITEM,
                URL,
                "deep",
                "22",
                Origin.SITE,
                "Questionnaire/a",
                "Questionnaire.item[1].item[0].item[0].code[0]"));
    assertThat(vocabulary.reads(QLQ_BM22_ITEM, URL)).isTrue();
    assertThat(vocabulary.reads(QLQ_BM22_ITEM, URL + "|3")).isTrue();
    assertThat(vocabulary.reads(QLQ_BM22_ITEM, URL + "-other")).isFalse();
    assertThat(vocabulary.isDecided(QLQ_BM22_ITEM, URL, "p")).isTrue();
    assertThat(vocabulary.isDecided(QLQ_BM22_ITEM, URL, "n")).isFalse();
  }

  @Test
  void a_coding_that_is_deliberately_no_item_decides_unless_another_coding_is_one() {
    Vocabulary vocabulary =
        with(
            form(
                "a",
                "",
                item("left-out", coding(ITEMS, "x")),
                item("first", coding(ITEMS, "x"), coding(ITEMS, "i7")),
                item("last", coding(ITEMS, "i8"), coding(ITEMS, "x"))));

    assertThat(List.of("left-out", "first", "last"))
        .extracting(linkId -> vocabulary.target(QLQ_BM22_ITEM, URL, linkId).orElse("-"))
        .containsExactly("-", "7", "8");
    assertThat(vocabulary.isDecided(QLQ_BM22_ITEM, URL, "left-out")).isTrue();
  }

  @Test
  void a_ConceptMap_for_the_questionnaire_wins_over_the_codings_in_it() {
    Vocabulary vocabulary =
        with(
            map("ConceptMap/links", URL, element("p", "equal", "1"), element("q", "unmatched", "")),
            form("a", "1", item("p", coding(ITEMS, "i7")), item("q", coding(ITEMS, "i8"))));

    assertThat(List.of(URL, URL + "|1", URL + "|2"))
        .extracting(canonical -> vocabulary.target(QLQ_BM22_ITEM, canonical, "p"))
        .containsOnly(Optional.of("1"));
    assertThat(vocabulary.target(QLQ_BM22_ITEM, URL, "q")).isEmpty();
  }

  @Test
  void a_version_that_is_stored_speaks_for_itself_and_else_all_stored_ones_must_agree() {
    Vocabulary vocabulary =
        with(
            form("a", "1", item("p", coding(ITEMS, "i7")), item("q", coding(ITEMS, "i7"))),
            form("b", "2", item("p", coding(ITEMS, "seven")), item("q", coding(ITEMS, "i8"))),
            form("c", "3", item("r", coding(ITEMS, "i8")), item("q")));

    assertThat(answers(vocabulary, "|1")).containsExactly("7", "7", "-");
    assertThat(answers(vocabulary, "|2")).containsExactly("7", "8", "-");
    assertThat(answers(vocabulary, "|3")).containsExactly("-", "-", "8");
    // p and r are alike in every version that has them; q is not.
    assertThat(answers(vocabulary, "|4")).containsExactly("7", "-", "8");
    assertThat(answers(vocabulary, "")).containsExactly("7", "-", "8");
  }

  @Test
  void two_linkIds_may_be_the_same_item() {
    Vocabulary vocabulary =
        with(form("a", "", item("p", coding(ITEMS, "i7")), item("q", coding(ITEMS, "seven"))));

    assertThat(answers(vocabulary, "")).containsExactly("7", "7", "-");
  }

  @Test
  void retired_questionnaires_and_those_without_a_url_say_nothing() {
    QuestionnaireDocument form = form("a", "", item("p", coding(ITEMS, "i7")));
    Vocabulary retired =
        with(new QuestionnaireDocument("r", form.json().replace("\"active\"", "\"retired\"")));
    Vocabulary unnamed =
        with(new QuestionnaireDocument("u", form.json().replace("\"url\"", "\"copyright\"")));

    for (Vocabulary vocabulary : List.of(retired, unnamed)) {
      assertThat(answers(vocabulary, "")).containsOnly("-");
      assertThat(vocabulary.reads(QLQ_BM22_ITEM, URL)).isFalse();
      assertThat(vocabulary.reads(QLQ_BM22_ITEM, "")).isFalse();
      assertThat(vocabulary.questionnaires()).extracting(VocabularySource::entries).containsOnly(0);
    }
  }

  @Test
  void an_item_whose_codings_are_two_items_is_contradictory() {
    assertContradiction(
        URL
            + " item p is mapped to "
            + QLQ_BM22_ITEM
            + "|7 by Questionnaire/a (Questionnaire.item[0].code[0]) but mapped to "
            + QLQ_BM22_ITEM
            + "|8 by Questionnaire/a (Questionnaire.item[0].code[1]); change or retire one of them",
        form("a", "", item("p", coding(ITEMS, "i7"), coding(ITEMS, "i8"))));
  }

  @Test
  void two_questionnaires_of_one_url_and_version_may_not_differ() {
    assertContradiction(
        URL
            + " item p is mapped to "
            + QLQ_BM22_ITEM
            + "|7 by Questionnaire/a (Questionnaire.item[0].code[0]) but mapped to "
            + QLQ_BM22_ITEM
            + "|8 by Questionnaire/b (Questionnaire.item[1].code[0]); change or retire one of them",
        form("a", "1", item("p", coding(ITEMS, "i7"))),
        form("b", "1", item("q"), item("p", coding(ITEMS, "i8"))));
  }

  @Test
  void two_questionnaires_of_one_url_and_version_that_agree_add_up() {
    Vocabulary vocabulary =
        with(
            form("a", "1", item("p", coding(ITEMS, "i7"))),
            form("b", "1", item("p", coding(ITEMS, "seven")), item("q", coding(ITEMS, "i8"))));

    assertThat(answers(vocabulary, "|1")).containsExactly("7", "8", "-");
  }

  @ParameterizedTest
  @CsvSource({"ordinalValue, false", "ordinalValue, true", "itemWeight, false", "itemWeight, true"})
  void an_answer_has_the_weight_of_its_option_or_of_the_coding_in_it(
      String extension, boolean inCoding) {
    Vocabulary vocabulary =
        with(
            form(
                "a",
                "",
                choice(
                    "p",
                    coding(ITEMS, "i7"),
                    option(ANSWERS, "often", 3, extension, inCoding),
                    option(ANSWERS, "never", 1, extension, inCoding))));

    assertThat(vocabulary.weight(URL, "p", ANSWERS, "often")).contains(new BigDecimal("3.0"));
    assertThat(vocabulary.weight(URL + "|9", "p", ANSWERS, "never"))
        .contains(new BigDecimal("1.0"));
    assertThat(vocabulary.weight(URL, "p", ANSWERS, "sometimes")).isEmpty();
    assertThat(vocabulary.weight(URL, "p", ITEMS, "often")).isEmpty();
    assertThat(vocabulary.weight(URL, "q", ANSWERS, "often")).isEmpty();
  }

  @Test
  void weights_of_items_that_a_ConceptMap_names_count_and_those_of_other_items_do_not() {
    QuestionnaireDocument form =
        form(
            "a",
            "",
            choice("p", "", option(ANSWERS, "often", 3, "ordinalValue", false)),
            choice("q", "", option(ANSWERS, "often", 9, "ordinalValue", false)));

    Vocabulary vocabulary = with(map("ConceptMap/l", URL, element("p", "equal", "1")), form);

    assertThat(vocabulary.weight(URL, "p", ANSWERS, "often")).contains(new BigDecimal("3.0"));
    assertThat(vocabulary.weight(URL, "q", ANSWERS, "often")).isEmpty();
  }

  @Test
  void weights_that_differ_between_versions_count_with_their_version_only() {
    Vocabulary vocabulary =
        with(
            form(
                "a",
                "1",
                choice("p", coding(ITEMS, "i7"), option(ANSWERS, "often", 3, "itemWeight", false))),
            form(
                "b",
                "2",
                choice(
                    "p", coding(ITEMS, "i7"), option(ANSWERS, "often", 4, "itemWeight", false))));

    assertThat(List.of("|1", "|2", "|3", ""))
        .extracting(version -> vocabulary.weight(URL + version, "p", ANSWERS, "often"))
        .containsExactly(
            Optional.of(new BigDecimal("3.0")),
            Optional.of(new BigDecimal("4.0")),
            Optional.empty(),
            Optional.empty());
  }

  @Test
  void two_weights_of_one_answer_are_contradictory_for_our_items_only() {
    String twice =
        option(ANSWERS, "often", 3, "itemWeight", false)
            + ","
            + option(ANSWERS, "often", 2, "itemWeight", true);

    assertContradiction(
        "The answer "
            + ANSWERS
            + "|often of item p is given the weight 3.0 by Questionnaire/a"
            + " (Questionnaire.item[0].answerOption[0]) but given the weight 2.0 by"
            + " Questionnaire/a (Questionnaire.item[0].answerOption[1].value);"
            + " change or retire one of them",
        form("a", "", choice("p", coding(ITEMS, "i7"), twice)));
    assertThat(with(form("a", "", choice("p", "", twice))).weight(URL, "p", ANSWERS, "often"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E400", "\"3\"", "null", "true"})
  void what_is_no_finite_number_is_no_weight(String value) {
    String option =
        option(ANSWERS, "often", 3, "itemWeight", false)
            .replace("\"valueDecimal\": 3", "\"valueDecimal\": " + value);

    assertThat(
            with(form("a", "", choice("p", coding(ITEMS, "i7"), option)))
                .weight(URL, "p", ANSWERS, "often"))
        .isEmpty();
  }

  @Test
  void sources_say_what_they_are_and_how_much_of_them_counts() {
    Vocabulary vocabulary =
        Vocabulary.of(
            List.of(map("shipped", ITEMS, element("i7", "equal", "8"), element("z", "equal", "9"))),
            List.of(ITEM_CODES, map("ConceptMap/l", URL, element("q", "equal", "9"))),
            List.of(form("a", "1", item("p", coding(ITEMS, "i7")), item("q"), item("r"))),
            KNOWN);

    assertThat(vocabulary.conceptMaps())
        .containsExactly(
            new VocabularySource(Origin.SHIPPED, "shipped", "N", "http://u", "2", null, 2, 1),
            new VocabularySource(Origin.SITE, "ConceptMap/items", "N", "http://u", "2", null, 4, 0),
            new VocabularySource(Origin.SITE, "ConceptMap/l", "N", "http://u", "2", null, 1, 0));
    assertThat(vocabulary.questionnaires())
        .containsExactly(
            new VocabularySource(Origin.SITE, "Questionnaire/a", null, URL, "1", "4", 2, 0));
    // 7: i7 and seven of the site, p of the form. 8: i8. 9: z, q.
    assertThat(vocabulary.sourceCodes(QLQ_BM22_ITEM)).isEqualTo(Map.of("7", 3, "8", 1, "9", 2));
  }

  private static List<String> answers(Vocabulary vocabulary, String version) {
    return List.of("p", "q", "r").stream()
        .map(linkId -> vocabulary.target(QLQ_BM22_ITEM, URL + version, linkId).orElse("-"))
        .toList();
  }

  private static void assertContradiction(String message, QuestionnaireDocument... forms) {
    assertThatThrownBy(() -> with(forms))
        .isInstanceOf(ContradictoryVocabularyException.class)
        .hasMessage(message);
  }

  private static Vocabulary with(QuestionnaireDocument... forms) {
    return Vocabulary.of(List.of(), List.of(ITEM_CODES), List.of(forms), KNOWN);
  }

  private static Vocabulary with(ConceptMapDocument map, QuestionnaireDocument form) {
    return Vocabulary.of(List.of(), List.of(ITEM_CODES, map), List.of(form), KNOWN);
  }

  private static ConceptMapDocument map(String name, String source, String... elements) {
    return new ConceptMapDocument(
        name,
        """
        {"resourceType": "ConceptMap", "status": "active", "name": "N", "url": "http://u",
         "version": "2",
         "group": [{"source": "%s", "target": "%s", "element": [%s]}]}
        """
            .formatted(source, QLQ_BM22_ITEM, String.join(",", elements)));
  }

  private static String element(String code, String equivalence, String target) {
    return """
        {"code": "%s", "target": [{"code": "%s", "equivalence": "%s"}]}"""
        .formatted(code, target, equivalence);
  }

  private static QuestionnaireDocument form(String id, String version, String... items) {
    return new QuestionnaireDocument(
        "Questionnaire/" + id,
        """
        {"resourceType": "Questionnaire", "status": "active", "url": "%s", %s
         "meta": {"versionId": "4"}, "item": [%s]}
        """
            .formatted(
                URL,
                version.isEmpty() ? "" : "\"version\": \"" + version + "\",",
                String.join(",", items)));
  }

  private static String item(String linkId, String... codings) {
    return """
        {"linkId": "%s", "type": "integer", "code": [%s]}"""
        .formatted(linkId, String.join(",", codings));
  }

  private static String choice(String linkId, String coding, String... options) {
    return """
        {"linkId": "%s", "type": "choice", "code": [%s], "answerOption": [%s]}"""
        .formatted(linkId, coding, String.join(",", options));
  }

  private static String coding(String system, String code) {
    return """
        {"system": "%s", "code": "%s"}"""
        .formatted(system, code);
  }

  private static String option(
      String system, String code, int weight, String extension, boolean inCoding) {
    String extensions =
        """
        , "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/%s",
                         "valueDecimal": %d}]"""
            .formatted(extension, weight);
    return """
        {"valueCoding": {"system": "%s", "code": "%s"%s}%s}"""
        .formatted(system, code, inCoding ? extensions : "", inCoding ? "" : extensions);
  }
}
