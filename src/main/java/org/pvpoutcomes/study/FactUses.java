package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Fact.FollowUpFact;
import org.pvpoutcomes.study.Fact.LaboratoryFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.Member.Event;
import org.pvpoutcomes.study.Member.Session;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.Value;

/**
 * What the facts of a patient are used for in the patient's row: time points by their id, {@code
 * index-session}, {@code session-2}, parts of a session such as {@code index-session/vertebra-1}
 * and {@code index-session/event-2}, {@code patient}, {@code primary-tumour}, {@code follow-up},
 * and criteria such as {@code eligibility/age}.
 */
final class FactUses {

  private final Member member;
  private final Protocol protocol;

  FactUses(Member member, Protocol protocol) {
    this.member = member;
    this.protocol = protocol;
  }

  /** Everything that rests on a fact like this from the same source; empty when nothing does. */
  List<String> of(Fact fact) {
    List<String> criteria = criteria(fact);
    if (criteria.isEmpty()) {
      return ofRow(fact);
    }
    List<String> uses = new ArrayList<>(ofRow(fact));
    uses.addAll(criteria);
    return uses;
  }

  private List<String> criteria(Fact fact) {
    List<String> uses = new ArrayList<>();
    for (Eligibility result : member.eligibility()) {
      for (Criterion criterion : protocol.eligibility()) {
        if (criterion.id().equals(result.criterion())
            && result.evidence().contains(fact.source())
            && reads(criterion.rule(), fact)) {
          uses.add("eligibility/" + criterion.id());
        }
      }
    }
    return uses;
  }

  private static boolean reads(Criterion.Rule rule, Fact fact) {
    return switch (rule) {
      case Criterion.Age _ -> fact instanceof PatientFact;
      case Criterion.Absence of -> fact instanceof DiagnosisFact d && d.kind() == of.diagnosis();
      case Criterion.Presence of -> fact instanceof DiagnosisFact d && d.kind() == of.diagnosis();
      case Criterion.Laboratory of ->
          fact instanceof LaboratoryFact l && l.laboratory() == of.laboratory();
      case Criterion.NotInData _ -> false;
    };
  }

  private List<String> ofRow(Fact fact) {
    SourceVersion source = fact.source();
    return switch (fact) {
      case PatientFact ignored ->
          source.equals(member.patientSource()) ? List.of("patient") : List.of();
      case MeasurementFact f ->
          timePoints(
              (measure, seen) ->
                  measure == f.measure()
                      && seen.source().equals(source)
                      && seen.steps() == f.steps());
      case Bm22ResponseFact ignored ->
          timePoints((measure, seen) -> measure.isQlqBm22() && seen.source().equals(source));
      case CementVolumeFact f ->
          inSessions(
              vertebra ->
                  vertebra.sources().contains(source)
                      && Objects.equals(vertebra.microlitres(), f.microlitres()),
              event -> false);
      case UnusableFact ignored -> List.of();
      case LaboratoryFact ignored -> List.of();
      case FollowUpFact f ->
          source.equals(member.followUpSource())
                  && Objects.equals(member.followUpThousandthsOfMonths(), f.thousandthsOfMonths())
              ? List.of("follow-up")
              : List.of();
      case DiagnosisFact f -> ofDiagnosis(f);
      case OpioidFact ignored -> omedTimePoints(source);
      case ComplicationFact f ->
          inSessions(
              vertebra -> false,
              event -> event.kind() == f.kind() && event.sources().contains(source));
      // Procedures and what they refer to.
      default -> ofSource(source);
    };
  }

  private List<String> ofSource(SourceVersion source) {
    List<String> uses = new ArrayList<>();
    for (Session session : member.sessions()) {
      if (session.sources().contains(source)) {
        uses.add(name(session));
      }
    }
    uses.addAll(
        inSessions(
            vertebra -> vertebra.sources().contains(source),
            event -> event.sources().contains(source)));
    return uses;
  }

  private List<String> ofDiagnosis(DiagnosisFact fact) {
    return switch (fact.kind()) {
      case PRIMARY_TUMOUR ->
          member.primaryTumour() == fact.tumour() ? List.of("primary-tumour") : List.of();
      case PATHOLOGICAL_FRACTURE ->
          inSessions(
              vertebra -> vertebra.fractured() && vertebra.sources().contains(fact.source()),
              event ->
                  event.kind() == ComplicationKind.FRACTURE
                      && event.sources().contains(fact.source()));
      default -> List.of();
    };
  }

  private List<String> timePoints(BiPredicate<Measure, Value.Observed> wanted) {
    Set<String> found = new LinkedHashSet<>();
    for (int i = 0; i < protocol.timePoints().size(); i++) {
      for (Member.Series series : member.series()) {
        if (series.values().get(i) instanceof Value.Observed seen
            && wanted.test(series.measure(), seen)) {
          found.add(protocol.timePoints().get(i).id());
        }
      }
    }
    return List.copyOf(found);
  }

  /** The time points whose daily dose of opioids rests on it. */
  private List<String> omedTimePoints(SourceVersion source) {
    PainResponse response = member.painResponse();
    List<String> found = new ArrayList<>();
    for (int i = 0; response != null && i < response.opioids().size(); i++) {
      if (response.opioids().get(i).sources().contains(source)) {
        found.add(protocol.timePoints().get(i).id());
      }
    }
    return found;
  }

  private List<String> inSessions(
      Predicate<TreatedVertebra> wantedVertebra, Predicate<Event> wantedEvent) {
    List<String> found = new ArrayList<>();
    for (Session session : member.sessions()) {
      for (TreatedVertebra vertebra : session.vertebrae()) {
        if (wantedVertebra.test(vertebra)) {
          found.add(name(session) + "/vertebra-" + vertebra.number());
        }
      }
      for (int i = 0; i < session.events().size(); i++) {
        if (wantedEvent.test(session.events().get(i))) {
          found.add(name(session) + "/event-" + (i + 1));
        }
      }
    }
    return found;
  }

  private static String name(Session session) {
    return session.number() == 1 ? "index-session" : "session-" + session.number();
  }
}
