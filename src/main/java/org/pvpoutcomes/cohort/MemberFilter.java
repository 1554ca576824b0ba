package org.pvpoutcomes.cohort;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
 * Which members of a study are wanted: those behind one figure. Each method gives a narrower
 * filter; all but {@link #inclusion} select among the included patients only, as the figures do.
 * Unchangeable.
 */
public final class MemberFilter {

  /** Which way the value of a patient went between two time points. */
  public enum Change implements Coded {
    /** For the better, whichever direction that is on the measure. */
    IMPROVED("improved", ">"),
    UNCHANGED("unchanged", "="),
    /** For the worse. */
    WORSENED("worsened", "<");

    private final String code;
    private final String comparedWithZero;

    Change(String code, String comparedWithZero) {
      this.code = code;
      this.comparedWithZero = comparedWithZero;
    }

    @Override
    public String code() {
      return code;
    }
  }

  private final Protocol protocol;
  private final List<String> conditions;
  private final Map<String, Object> parameters;

  private MemberFilter(Protocol protocol, List<String> conditions, Map<String, Object> parameters) {
    this.protocol = protocol;
    this.conditions = List.copyOf(conditions);
    this.parameters = Collections.unmodifiableMap(parameters);
  }

  /** All members of the study, included or not. */
  public static MemberFilter of(Dataset dataset) {
    return new MemberFilter(
        dataset.protocol(), List.of("m.study = :study"), Map.of("study", dataset.key()));
  }

  /** Those of whom this is said. */
  public MemberFilter inclusion(Inclusion inclusion) {
    return and("m.inclusion = :inclusion", Map.of("inclusion", inclusion.code()));
  }

  /** Those that a division keeps; properties of vertebrae are read of the patient. */
  public MemberFilter keptBy(Division division) {
    return division.where().isEmpty()
        ? this
        : included("true" + division.narrow(false), division.parameters());
  }

  /** Those with a value of the measure at the time point. */
  public MemberFilter withValue(Measure measure, String timePoint) {
    return included(first() + " IS NOT NULL", cell(measure, timePoint));
  }

  /** Those without a value of the measure at the time point, for this reason. */
  public MemberFilter without(Measure measure, String timePoint, MissingReason reason) {
    return included(
        "m.missing[:measure][:firstPoint] = :missing",
        with(cell(measure, timePoint), "missing", reason.code()));
  }

  /** Those whose value at the time point lies in the band, one of the measure. */
  public MemberFilter inBand(Measure measure, String timePoint, Band band) {
    StepThresholds.Range range = StepThresholds.range(protocol, measure, band);
    return included(
        first() + " BETWEEN :lowest AND :highest",
        with(with(cell(measure, timePoint), "lowest", range.lowest()), "highest", range.highest()));
  }

  /** Those with a value of the measure at both time points. */
  public MemberFilter withBoth(Measure measure, Comparison comparison) {
    return included(
        first() + " IS NOT NULL AND " + second() + " IS NOT NULL", pair(measure, comparison));
  }

  /** Those whose value changed in this way. */
  public MemberFilter changed(Measure measure, Comparison comparison, Change change) {
    return included(
        gain(measure) + " " + change.comparedWithZero + " 0", pair(measure, comparison));
  }

  /** Those who responded from the first to the second time point. */
  public MemberFilter responded(ResponderRule rule, Comparison comparison) {
    Measure measure = rule.measure();
    Map<String, Object> pair = pair(measure, comparison);
    return switch (rule.kind()) {
      case POINTS ->
          included(
              gain(measure) + " >= :gain",
              with(pair, "gain", StepThresholds.smallestGain(measure, rule)));
      case PERCENT ->
          included(
              first()
                  + " > 0 AND 100 * CAST("
                  + gain(measure)
                  + " AS numeric) >= :percent * "
                  + first(),
              with(pair, "percent", StepThresholds.threshold(rule)));
      case COMPLETE_RELIEF -> included(first() + " > 0 AND " + second() + " = 0", pair);
    };
  }

  /**
   * Those with an event of this kind.
   *
   * @param site only leakages at this site; null for all
   */
  public MemberFilter withEvent(ComplicationKind kind, @Nullable LeakSite site) {
    return withEvent("", "", eventOf(kind, site));
  }

  /**
   * Those with an event of this kind at a vertebra that a division keeps; as the division reads
   * patients, if it does not narrow vertebrae.
   *
   * @param site only leakages at this site; null for all
   */
  public MemberFilter withEvent(ComplicationKind kind, @Nullable LeakSite site, Division division) {
    return division.whole().ofVertebrae()
        ? withEvent(
            " JOIN member_vertebra v USING (study, patient, session, number)",
            division.narrow(true),
            withAll(eventOf(kind, site), division.parameters()))
        : keptBy(division).withEvent(kind, site);
  }

  /** Those with a fact that did not count for this reason, included or not. */
  public MemberFilter withUnused(UnusedReason reason) {
    return and(":unused = ANY (m.unused)", Map.of("unused", reason.code()));
  }

  /** SQL over member m: true for those that are wanted. */
  String sql() {
    return String.join(" AND ", conditions);
  }

  /** The values of the named parameters of {@link #sql()}. */
  Map<String, Object> parameters() {
    return parameters;
  }

  private MemberFilter withEvent(String join, String condition, Map<String, Object> values) {
    String ofSite = values.containsKey("site") ? " AND e.site = :site" : "";
    return included(
        "EXISTS (SELECT 1 FROM member_event e"
            + join
            + " WHERE e.study = m.study AND e.patient = m.patient AND e.kind = :event"
            + ofSite
            + condition
            + ")",
        values);
  }

  private static Map<String, Object> eventOf(ComplicationKind kind, @Nullable LeakSite site) {
    Map<String, Object> values = Map.of("event", kind.code());
    return site == null ? values : with(values, "site", site.code());
  }

  private MemberFilter included(String condition, Map<String, Object> values) {
    return inclusion(Inclusion.INCLUDED).and(condition, values);
  }

  private MemberFilter and(String condition, Map<String, Object> values) {
    List<String> all = new ArrayList<>(conditions);
    if (!all.contains(condition)) {
      all.add(condition);
    }
    Map<String, Object> allValues = new LinkedHashMap<>(parameters);
    values.forEach(
        (name, value) -> {
          Object other = allValues.put(name, value);
          if (other != null && !other.equals(value)) {
            throw new IllegalArgumentException("A filter asks for one value of " + name);
          }
        });
    return new MemberFilter(protocol, all, allValues);
  }

  private Map<String, Object> cell(Measure measure, String timePoint) {
    return Map.of(
        "measure",
        protocol.measures().indexOf(measure) + 1,
        "firstPoint",
        protocol.timePointIndex(timePoint) + 1);
  }

  private Map<String, Object> pair(Measure measure, Comparison comparison) {
    return with(
        cell(measure, comparison.from()),
        "secondPoint",
        protocol.timePointIndex(comparison.to()) + 1);
  }

  private static String first() {
    return "m.series[:measure][:firstPoint]";
  }

  private static String second() {
    return "m.series[:measure][:secondPoint]";
  }

  /** Steps in the better direction; null unless there are both values. */
  private static String gain(Measure measure) {
    return switch (measure.direction()) {
      case LOWER_IS_BETTER -> "(" + first() + " - " + second() + ")";
      case HIGHER_IS_BETTER -> "(" + second() + " - " + first() + ")";
    };
  }

  private static Map<String, Object> withAll(
      Map<String, Object> values, Map<String, Object> others) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.putAll(others);
    return more;
  }

  private static Map<String, Object> with(Map<String, Object> values, String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return more;
  }
}
