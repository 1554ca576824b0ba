package org.pvpoutcomes.measure;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Study;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.StudyVersion;
import org.pvpoutcomes.cohort.StudyVersionRepository;
import org.pvpoutcomes.measure.MeasureGroup.Happened;
import org.pvpoutcomes.measure.MeasureGroup.Improved;
import org.pvpoutcomes.measure.MeasureGroup.LeakageAt;
import org.pvpoutcomes.measure.MeasureGroup.MeanChange;
import org.pvpoutcomes.measure.MeasureGroup.Responded;
import org.pvpoutcomes.measure.MeasureGroup.Unit;
import org.pvpoutcomes.measure.StudyMeasure.Kind;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Protocol.Comparison;
import org.pvpoutcomes.study.Protocol.ResponderRule;

/**
 * The measures of the studies that can answer, made from their protocols. A study has {@code
 * <study>} (response), {@code <study>.complications} and {@code <study>.change}; no id of a study
 * has a point in it.
 */
@ApplicationScoped
public class StudyMeasures {

  /** FHIR R4 datatypes.html#id. A study with a longer id has the first measure only. */
  private static final int LONGEST_ID = 64;

  private static final String INCLUDED = "Patients of the study with an index session.";

  private final StudyProtocols protocols;
  private final StudyVersionRepository versions;

  StudyMeasures(StudyProtocols protocols, StudyVersionRepository versions) {
    this.protocols = protocols;
    this.versions = versions;
  }

  /** All measures, in the order of the studies. */
  public List<StudyMeasure> all() {
    return protocols.studies().stream().flatMap(study -> of(study).stream()).toList();
  }

  /** The measure with this id. */
  public Optional<StudyMeasure> find(String id) {
    return study(id).stream()
        .flatMap(study -> of(study).stream())
        .filter(measure -> measure.id().equals(id))
        .findFirst();
  }

  /** The members that the measure is of. */
  Dataset dataset(StudyMeasure measure) {
    return Dataset.of(measure.protocol(), measure.version());
  }

  private Optional<Study> study(String id) {
    int point = id.indexOf('.');
    return protocols.study(point < 0 ? id : id.substring(0, point));
  }

  private List<StudyMeasure> of(Study study) {
    Study.@Nullable Version active = study.active();
    if (active == null) {
      return List.of();
    }
    Protocol protocol = active.protocol();
    Instant created = study.shipped() ? null : created(study.id(), active.number());
    List<StudyMeasure> measures = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      List<MeasureGroup> groups = groups(kind, protocol);
      String id = study.id() + suffix(kind);
      if (!groups.isEmpty() && id.length() <= LONGEST_ID) {
        measures.add(
            new StudyMeasure(
                id,
                kind,
                protocol,
                active.number(),
                created,
                kind == Kind.COMPLICATIONS ? "complications" : "outcomes",
                groups));
      }
    }
    return measures;
  }

  private @Nullable Instant created(String study, int number) {
    return versions.versions(study).stream()
        .filter(version -> version.version() == number)
        .map(StudyVersion::created)
        .findFirst()
        .orElse(null);
  }

  private static String suffix(Kind kind) {
    return switch (kind) {
      case RESPONSE -> "";
      case COMPLICATIONS -> ".complications";
      case CHANGE -> ".change";
    };
  }

  private static List<MeasureGroup> groups(Kind kind, Protocol protocol) {
    return switch (kind) {
      case RESPONSE -> response(protocol);
      case COMPLICATIONS -> complications();
      case CHANGE -> change(protocol);
    };
  }

  private static List<MeasureGroup> response(Protocol protocol) {
    List<MeasureGroup> groups = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      for (Comparison comparison : protocol.comparisons()) {
        groups.add(
            new MeasureGroup(
                code(measure, comparison) + ".improved",
                INCLUDED,
                withBoth(measure, comparison),
                "Those whose value got better by any amount.",
                new Improved(measure, comparison)));
        for (ResponderRule rule : protocol.responders()) {
          if (rule.measure() == measure) {
            groups.add(responders(rule, comparison));
          }
        }
      }
    }
    return groups;
  }

  private static MeasureGroup responders(ResponderRule rule, Comparison comparison) {
    String both = withBoth(rule.measure(), comparison);
    return new MeasureGroup(
        code(rule.measure(), comparison) + "." + rule.id(),
        INCLUDED,
        rule.kind() == ResponderRule.Kind.POINTS ? both : both + " The earlier value is above 0.",
        switch (rule.kind()) {
          case POINTS -> "Those who got better by at least " + rule.threshold() + " points.";
          case PERCENT ->
              "Those who got better by at least " + rule.threshold() + " % of the earlier value.";
          case COMPLETE_RELIEF -> "Those whose later value is 0.";
        },
        new Responded(rule, comparison));
  }

  private static List<MeasureGroup> change(Protocol protocol) {
    List<MeasureGroup> groups = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      for (Comparison comparison : protocol.comparisons()) {
        groups.add(
            new MeasureGroup(
                code(measure, comparison),
                INCLUDED,
                withBoth(measure, comparison),
                "Mean of the earlier minus the later value. "
                    + switch (measure.direction()) {
                      case LOWER_IS_BETTER -> "Above 0 is better.";
                      case HIGHER_IS_BETTER -> "Below 0 is better.";
                    },
                new MeanChange(measure, comparison)));
      }
    }
    return groups;
  }

  private static List<MeasureGroup> complications() {
    List<MeasureGroup> groups = new ArrayList<>();
    groups.add(leakage("vertebra", "Treated vertebrae.", Unit.VERTEBRA));
    groups.add(leakage("session", "Sessions of the index procedure.", Unit.SESSION));
    groups.add(leakage("patient", INCLUDED, Unit.PATIENT));
    for (LeakSite site : LeakSite.values()) {
      groups.add(
          new MeasureGroup(
              "cement-leakage.vertebra." + site.code(),
              "Treated vertebrae.",
              "All of these.",
              "Those with a leakage of cement at this site: " + site.code() + ".",
              new LeakageAt(site)));
    }
    for (ComplicationKind kind : ComplicationKind.values()) {
      if (kind != ComplicationKind.CEMENT_LEAKAGE) {
        groups.add(event(kind));
      }
    }
    groups.add(
        new MeasureGroup(
            "death-within-30-days",
            INCLUDED,
            "All of these.",
            "Those who died until day 30 after the index session.",
            new MeasureGroup.Died()));
    return groups;
  }

  private static MeasureGroup event(ComplicationKind kind) {
    return new MeasureGroup(
        kind.code() + ".patient",
        INCLUDED,
        "All of these.",
        "Those with at least one event of this kind: " + kind.code() + ".",
        new Happened(kind));
  }

  private static MeasureGroup leakage(String unit, String all, Unit counted) {
    return new MeasureGroup(
        "cement-leakage." + unit,
        all,
        "All of these.",
        "Those with a leakage of cement at any site.",
        new MeasureGroup.Leakage(counted));
  }

  private static String code(Measure measure, Comparison comparison) {
    return measure.code() + "." + comparison.from() + "." + comparison.to();
  }

  private static String withBoth(Measure measure, Comparison comparison) {
    return "Those with a value of %s at both %s and %s."
        .formatted(measure.code(), comparison.from(), comparison.to());
  }
}
