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
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Bm22Answers;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.UnusableReason;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * A QuestionnaireResponse to a questionnaire that the vocabulary knows as a QLQ-BM22. Item numbers
 * alone are ambiguous, so an item is only what a ConceptMap says of its linkId, or the stored
 * Questionnaire of its codings. A map may also say of a linkId that it is a total which was
 * computed elsewhere; that is kept apart from what the items give.
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

  /** A fact for a form of a known questionnaire, and one for a total that it brings along. */
  List<Fact> map(QuestionnaireResponse response) {
    String questionnaire = response.hasQuestionnaire() ? response.getQuestionnaire() : "";
    boolean hasItems = reads(StudyConcept.QLQ_BM22_ITEM, questionnaire);
    if (!hasItems && !reads(StudyConcept.MEASURE, questionnaire)) {
      noteQuestionnaire(Canonical.withoutVersion(questionnaire));
      return List.of();
    }
    String code = response.getStatusElement().getValueAsString();
    ReportStatus status = new ReportStatus(code == null ? "" : code, COUNTED.contains(code));
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    ClinicalTime authored =
        Times.measured(response.getAuthoredElement(), "QuestionnaireResponse.authored", findings);
    Items items = new Items(questionnaire);
    items.collect(response.getItem(), "QuestionnaireResponse");
    String identifier =
        References.smallestIdentifier(
            response.hasIdentifier() ? List.of(response.getIdentifier()) : List.of(),
            reading.source());
    List<Fact> facts = new ArrayList<>();
    if (hasItems) {
      facts.add(form(response, items, status, identifier, authored));
    }
    if (!items.totals.isEmpty()) {
      facts.add(total(items.totals, status, identifier, authored));
    }
    items.noteUnmapped();
    return facts;
  }

  private Fact form(
      QuestionnaireResponse response,
      Items items,
      ReportStatus status,
      String identifier,
      @Nullable ClinicalTime authored) {
    Bm22Answers answers = answers(items);
    return authored == null
        ? new UnusableFact(
            reading.source(),
            status,
            identifier,
            ObservedMeasure.QLQ_BM22,
            null,
            UnusableReason.NO_DATE)
        : new Bm22ResponseFact(
            reading.source(), status, identifier, authored, answers, isProxy(response));
  }

  private boolean reads(StudyConcept<?> concept, String questionnaire) {
    return codes.vocabulary().reads(concept.system(), questionnaire);
  }

  private void noteQuestionnaire(String questionnaire) {
    if (questionnaire.isEmpty()
        || reading
            .unmapped()
            .note(
                "QuestionnaireResponse.questionnaire",
                Canonical.URI,
                questionnaire,
                StudyConcept.QLQ_BM22_ITEM)) {
      findings.add(
          Rule.QUESTIONNAIRE_NOT_MAPPED,
          "QuestionnaireResponse.questionnaire",
          Codes.shortened(questionnaire));
    }
  }

  private Bm22Answers answers(Items items) {
    List<Integer> answers = new ArrayList<>(Collections.nCopies(Bm22Answers.ITEM_COUNT, 0));
    AnswerReader reader = new AnswerReader(reading, items.questionnaire);
    items.answered.forEach(
        (number, places) -> {
          Answered first = places.getFirst();
          if (places.size() > 1) {
            findings.add(Rule.DUPLICATE_LINK_ID, places.get(1).expression(), "item " + number);
          } else if (first.isAbsent()) {
            findings.add(Rule.DATA_ABSENT, first.expression());
          } else {
            answers.set(number - 1, reader.read(first.linkId, first.value, first.expression()));
          }
        });
    if (answers.stream().allMatch(answer -> answer == 0)) {
      findings.add(Rule.FORM_WITHOUT_ANSWERS, "QuestionnaireResponse.item");
    }
    return new Bm22Answers(answers);
  }

  private Fact total(
      List<Answered> totals,
      ReportStatus status,
      String identifier,
      @Nullable ClinicalTime authored) {
    Amount total = total(totals);
    if (total instanceof Amount.Steps steps && authored != null) {
      return new MeasurementFact(
          reading.source(),
          status,
          identifier,
          Measure.QLQ_BM22_IMPORTED_TOTAL,
          steps.steps(),
          authored,
          null);
    }
    return new UnusableFact(
        reading.source(),
        status,
        identifier,
        ObservedMeasure.QLQ_BM22_IMPORTED_TOTAL,
        authored,
        total instanceof Amount.Unusable without ? without.reason() : UnusableReason.NO_DATE);
  }

  private Amount total(List<Answered> totals) {
    Answered first = totals.getFirst();
    if (totals.size() > 1) {
      findings.add(Rule.DUPLICATE_LINK_ID, totals.get(1).expression(), "total");
      return new Amount.Unusable(UnusableReason.VALUE_CONTRADICTORY);
    }
    Measured measured = Measured.of(first.value, false, first.place, findings);
    return measured == null
        ? new Amount.Unusable(Measured.reason(first.value, false))
        : new TotalReader(reading).read(measured, first.expression());
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
   * @param place its FHIRPath
   */
  private record Answered(String linkId, Type value, String place) {

    String expression() {
      return place + ".value";
    }

    boolean isAbsent() {
      return Measured.reason(value, false) == UnusableReason.VALUE_ABSENT;
    }
  }

  /** The answers of a form by item number, and its totals, found at any depth. */
  private final class Items {
    private final String questionnaire;
    private final Map<Integer, List<Answered>> answered = new TreeMap<>();
    private final List<Answered> totals = new ArrayList<>();
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
            add(
                new Answered(
                    item.hasLinkId() ? item.getLinkId() : "", answer.getValue(), answerPlace));
          }
          collect(answer.getItem(), answerPlace);
        }
        collect(item.getItem(), place);
      }
    }

    private void add(Answered answer) {
      Optional<Integer> number =
          codes.one(StudyConcept.QLQ_BM22_ITEM, questionnaire, answer.linkId);
      if (number.isPresent()) {
        answered.computeIfAbsent(number.get(), n -> new ArrayList<>()).add(answer);
        return;
      }
      if (codes
          .one(StudyConcept.MEASURE, questionnaire, answer.linkId)
          .filter(ObservedMeasure.QLQ_BM22_IMPORTED_TOTAL::equals)
          .isPresent()) {
        totals.add(answer);
      } else if (isOpen(answer.linkId)) {
        firstUnmapped = unmapped.isEmpty() ? answer.expression() : firstUnmapped;
        if (unmapped.size() < QUOTED_LINK_IDS) {
          unmapped.add(Codes.shortened(answer.linkId));
        }
      }
    }

    private boolean isOpen(String linkId) {
      return reading
          .unmapped()
          .note(
              "QuestionnaireResponse.item.linkId",
              questionnaire,
              linkId,
              StudyConcept.QLQ_BM22_ITEM,
              StudyConcept.MEASURE);
    }

    void noteUnmapped() {
      if (!unmapped.isEmpty()) {
        findings.add(Rule.ITEM_NOT_MAPPED, firstUnmapped, String.join(", ", unmapped));
      }
    }
  }
}
