package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemAnswerComponent;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.Reference;
import org.pvpoutcomes.study.Bm22Answers;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * A QuestionnaireResponse to a questionnaire whose canonical URL a ConceptMap knows as a QLQ-BM22.
 * Item numbers alone are ambiguous, so an item is only what the map says of its linkId.
 */
final class QuestionnaireResponseMapper {

  private static final Set<String> COUNTED = Set.of("completed", "amended");
  private static final int QUOTED_LINK_IDS = 5;

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  QuestionnaireResponseMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** One fact for a form of a known questionnaire that says when it was filled in. */
  List<Fact> map(QuestionnaireResponse response) {
    String questionnaire =
        response.hasQuestionnaire() ? Canonical.withoutVersion(response.getQuestionnaire()) : "";
    if (!codes.vocabulary().reads(StudyConcept.QLQ_BM22_ITEM.system(), questionnaire)) {
      findings.add(
          Rule.QUESTIONNAIRE_NOT_MAPPED,
          "QuestionnaireResponse.questionnaire",
          Codes.shortened(questionnaire));
      return List.of();
    }
    String code = response.getStatusElement().getValueAsString();
    ReportStatus status = new ReportStatus(code == null ? "" : code, COUNTED.contains(code));
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    ClinicalTime authored =
        Times.measured(response.getAuthoredElement(), "QuestionnaireResponse.authored", findings);
    Bm22Answers answers = answers(response, questionnaire);
    if (authored == null) {
      return List.of();
    }
    return List.of(
        new Bm22ResponseFact(
            reading.source(),
            status,
            References.smallestIdentifier(
                response.hasIdentifier() ? List.of(response.getIdentifier()) : List.of(),
                reading.source()),
            authored,
            answers,
            isProxy(response)));
  }

  private Bm22Answers answers(QuestionnaireResponse response, String questionnaire) {
    Items items = new Items(questionnaire);
    items.collect(response.getItem(), "QuestionnaireResponse");
    List<Integer> answers = new ArrayList<>(Collections.nCopies(Bm22Answers.ITEM_COUNT, 0));
    AnswerReader reader = new AnswerReader(reading);
    items.answered.forEach(
        (number, places) -> {
          if (places.size() > 1) {
            findings.add(Rule.DUPLICATE_LINK_ID, places.get(1).expression, "item " + number);
          } else {
            Answered only = places.getFirst();
            answers.set(number - 1, reader.read(only.answer.getValue(), only.expression));
          }
        });
    if (!items.unmapped.isEmpty()) {
      findings.add(Rule.ITEM_NOT_MAPPED, items.firstUnmapped, String.join(", ", items.unmapped));
    }
    if (answers.stream().allMatch(answer -> answer == 0)) {
      findings.add(Rule.FORM_WITHOUT_ANSWERS, "QuestionnaireResponse.item");
    }
    return new Bm22Answers(answers);
  }

  /** Whether somebody is named as the source who is not the subject. */
  private static boolean isProxy(QuestionnaireResponse response) {
    Reference source = response.getSource();
    if (source.isEmpty()) {
      return false;
    }
    Reference subject = response.getSubject();
    if (source.hasReference() && subject.hasReference()) {
      String literal = References.literal(source);
      return literal == null
          ? !source.getReference().equals(subject.getReference())
          : !literal.equals(References.literal(subject));
    }
    return !(source.hasIdentifier() && source.getIdentifier().equalsDeep(subject.getIdentifier()));
  }

  /**
   * One answer.
   *
   * @param expression its FHIRPath, to the value
   */
  private record Answered(QuestionnaireResponseItemAnswerComponent answer, String expression) {}

  /** The answers of a form by item number, found at any depth. */
  private final class Items {
    private final String questionnaire;
    private final Map<Integer, List<Answered>> answered = new TreeMap<>();
    private final List<String> unmapped = new ArrayList<>();
    private String firstUnmapped = "";

    Items(String questionnaire) {
      this.questionnaire = questionnaire;
    }

    void collect(List<QuestionnaireResponseItemComponent> items, String parent) {
      for (int i = 0; i < items.size(); i++) {
        QuestionnaireResponseItemComponent item = items.get(i);
        String place = parent + ".item[" + i + "]";
        for (int a = 0; a < item.getAnswer().size(); a++) {
          QuestionnaireResponseItemAnswerComponent answer = item.getAnswer().get(a);
          String answerPlace = place + ".answer[" + a + "]";
          if (answer.hasValue()) {
            add(item, new Answered(answer, answerPlace + ".value"));
          }
          collect(answer.getItem(), answerPlace);
        }
        collect(item.getItem(), place);
      }
    }

    private void add(QuestionnaireResponseItemComponent item, Answered answer) {
      String linkId = item.hasLinkId() ? item.getLinkId() : "";
      Optional<Integer> number = codes.one(StudyConcept.QLQ_BM22_ITEM, questionnaire, linkId);
      if (number.isPresent()) {
        answered.computeIfAbsent(number.get(), n -> new ArrayList<>()).add(answer);
        return;
      }
      if (unmapped.isEmpty()) {
        firstUnmapped = answer.expression;
      }
      if (unmapped.size() < QUOTED_LINK_IDS) {
        unmapped.add(Codes.shortened(linkId));
      }
    }
  }
}
