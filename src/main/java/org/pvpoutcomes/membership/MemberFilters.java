package org.pvpoutcomes.membership;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.MemberFilter;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.question.Question;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Band;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * Reads the query parameters that select members: those behind one figure of the other answers. A
 * value that the study does not have is refused, and so is a combination that no figure has.
 */
final class MemberFilters {

  /** The parameters that say whose value is meant, and those that need them. */
  private static final List<String> OF_MEASURE =
      List.of("timePoint", "missing", "band", "from", "to", "change", "responder");

  private static final List<String> OF_EVENT = List.of("site");

  /** Parameters of which a request has one at most. */
  private static final List<List<String>> EXCLUSIVE =
      List.of(
          List.of("missing", "band"),
          List.of("change", "responder"),
          List.of("timePoint", "from"),
          List.of("timePoint", "to"));

  private final Dataset dataset;
  private final Protocol protocol;
  private final Division division;
  private final QueryParameters parameters;

  private MemberFilters(Question question) {
    this.dataset = question.dataset();
    this.protocol = question.protocol();
    this.division = question.division();
    this.parameters = question.parameters();
  }

  /** The names of all parameters it reads. */
  static List<String> names() {
    return Stream.of(
            List.of("inclusion", Question.WHERE, "measure"),
            OF_MEASURE,
            List.of("event"),
            OF_EVENT,
            List.of("unused"))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * The members that the request asks for.
   *
   * @throws ProblemException for a parameter or a combination that is not valid
   */
  static MemberFilter of(Question question) {
    return new MemberFilters(question).filter();
  }

  private MemberFilter filter() {
    checkCombinations();
    MemberFilter filter = MemberFilter.of(dataset);
    Optional<Inclusion> inclusion =
        parameters.oneOf("inclusion", Coded.byCode(List.of(Inclusion.values())));
    filter = inclusion.map(filter::inclusion).orElse(filter);
    filter = measure(filter);
    filter = event(filter);
    return parameters
        .oneOf("unused", Coded.byCode(List.of(UnusedReason.values())))
        .map(filter::withUnused)
        .orElse(filter);
  }

  private void checkCombinations() {
    if (given("inclusion")
        && !parameters.text("inclusion").equals(Optional.of(Inclusion.INCLUDED.code()))) {
      names().stream()
          .filter(name -> !name.equals("inclusion") && given(name))
          .findFirst()
          .ifPresent(
              name -> {
                throw refuse(
                    "inclusion",
                    "with " + name + " only the included patients are selected; leave it out.",
                    List.of(Inclusion.INCLUDED.code()));
              });
    }
    OF_MEASURE.forEach(name -> needs(name, "measure"));
    List.of("missing", "band").forEach(name -> needs(name, "timePoint"));
    List.of("change", "responder", "to").forEach(name -> needs(name, "from"));
    needs("from", "to");
    OF_EVENT.forEach(name -> needs(name, "event"));
    for (List<String> exclusive : EXCLUSIVE) {
      if (exclusive.stream().allMatch(this::given)) {
        throw refuse(
            exclusive.get(1), "it cannot be combined with " + exclusive.get(0) + ".", List.of());
      }
    }
    if (given("measure") && !given("timePoint") && !given("from")) {
      throw refuse("measure", "it needs timePoint, or from and to.", List.of());
    }
  }

  private MemberFilter measure(MemberFilter filter) {
    Optional<Measure> measure = parameters.oneOf("measure", Coded.byCode(protocol.measures()));
    if (measure.isEmpty()) {
      return filter;
    }
    Optional<String> timePoint =
        parameters.oneOf(
            "timePoint",
            byName(protocol.timePoints().stream().map(Protocol.TimePoint::id).toList()));
    return timePoint.isPresent()
        ? atTimePoint(filter, measure.get(), timePoint.get())
        : between(filter, measure.get());
  }

  private MemberFilter atTimePoint(MemberFilter filter, Measure measure, String timePoint) {
    Optional<MissingReason> missing =
        parameters.oneOf("missing", Coded.byCode(List.of(MissingReason.values())));
    if (missing.isPresent()) {
      return filter.without(measure, timePoint, missing.get());
    }
    Map<String, Band> bands = new LinkedHashMap<>();
    protocol.bands().stream()
        .filter(scheme -> scheme.measure() == measure)
        .forEach(scheme -> scheme.bands().forEach(band -> bands.put(band.id(), band)));
    return ofMeasure("band", bands, measure)
        .map(band -> filter.inBand(measure, timePoint, band))
        .orElseGet(() -> filter.withValue(measure, timePoint));
  }

  private MemberFilter between(MemberFilter filter, Measure measure) {
    Map<String, Map<String, Comparison>> comparisons = new LinkedHashMap<>();
    for (Comparison comparison : protocol.comparisons()) {
      comparisons
          .computeIfAbsent(comparison.from(), from -> new LinkedHashMap<>())
          .put(comparison.to(), comparison);
    }
    Comparison comparison =
        parameters
            .oneOf("from", comparisons)
            .flatMap(fromThere -> parameters.oneOf("to", fromThere))
            .orElseThrow();
    Optional<MemberFilter.Change> change =
        parameters.oneOf("change", Coded.byCode(Arrays.asList(MemberFilter.Change.values())));
    if (change.isPresent()) {
      return filter.changed(measure, comparison, change.get());
    }
    Map<String, ResponderRule> rules = new LinkedHashMap<>();
    protocol.responders().stream()
        .filter(rule -> rule.measure() == measure)
        .forEach(rule -> rules.put(rule.id(), rule));
    return ofMeasure("responder", rules, measure)
        .map(rule -> filter.responded(rule, comparison))
        .orElseGet(() -> filter.withBoth(measure, comparison));
  }

  private MemberFilter event(MemberFilter filter) {
    Optional<ComplicationKind> kind =
        parameters.oneOf("event", Coded.byCode(List.of(ComplicationKind.values())));
    if (kind.isEmpty()) {
      return filter.keptBy(division);
    }
    if (given("site") && kind.get() != ComplicationKind.CEMENT_LEAKAGE) {
      throw refuse(
          "site",
          "only event=" + ComplicationKind.CEMENT_LEAKAGE.code() + " has a site.",
          List.of());
    }
    LeakSite site = parameters.oneOf("site", Coded.byCode(List.of(LeakSite.values()))).orElse(null);
    return filter.withEvent(kind.get(), site, division);
  }

  /** A parameter whose choices depend on the measure. */
  private <T> Optional<T> ofMeasure(String name, Map<String, T> choices, Measure measure) {
    if (given(name) && choices.isEmpty()) {
      throw refuse(name, "the study has none for " + measure.code() + ".", List.of());
    }
    return parameters.oneOf(name, choices);
  }

  private void needs(String name, String other) {
    if (given(name) && !given(other)) {
      throw refuse(name, "it needs " + other + ".", List.of());
    }
  }

  private boolean given(String name) {
    return parameters.text(name).isPresent();
  }

  private static Map<String, String> byName(List<String> names) {
    Map<String, String> byName = new LinkedHashMap<>();
    names.forEach(name -> byName.put(name, name));
    return byName;
  }

  private static ProblemException refuse(String name, String detail, List<String> allowed) {
    return ProblemException.invalidParameter(name, detail, allowed);
  }
}
