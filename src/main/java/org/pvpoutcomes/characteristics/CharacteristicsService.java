package org.pvpoutcomes.characteristics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.characteristics.CharacteristicsReport.Approach;
import org.pvpoutcomes.characteristics.CharacteristicsReport.Cement;
import org.pvpoutcomes.characteristics.CharacteristicsReport.Description;
import org.pvpoutcomes.characteristics.CharacteristicsReport.StratumDescription;
import org.pvpoutcomes.characteristics.CharacteristicsReport.VertebraePerPatient;
import org.pvpoutcomes.cohort.CharacteristicsCounts;
import org.pvpoutcomes.cohort.CharacteristicsCounts.StratumCounts;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.figure.MemberLinks;
import org.pvpoutcomes.figure.NotComputed;
import org.pvpoutcomes.figure.Percents;
import org.pvpoutcomes.figure.Rate;
import org.pvpoutcomes.figure.Summary;
import org.pvpoutcomes.figure.TracedCounts;
import org.pvpoutcomes.method.Answer;
import org.pvpoutcomes.method.MethodReference;
import org.pvpoutcomes.method.Methods;
import org.pvpoutcomes.statistics.Scale;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

/** Computes the characteristics from frequency tables; pure. */
final class CharacteristicsService {

  /** Microlitres to millilitres, thousandths of months to months. */
  private static final Scale THOUSANDTHS = new Scale(1, 1000);

  private static final List<MethodReference> METHODS = Methods.of(Answer.CHARACTERISTICS);

  private CharacteristicsService() {}

  /** The characteristics of the whole cohort and of its strata. */
  static CharacteristicsReport report(
      Dataset dataset, Division division, CharacteristicsCounts counts) {
    Protocol protocol = dataset.protocol();
    MemberLinks links = MemberLinks.of(dataset, division);
    return new CharacteristicsReport(
        protocol.id(),
        description(protocol, counts.all(), links),
        counts.strata().stream()
            .map(stratum -> stratum(protocol, division.named(stratum.stratum()), stratum, links))
            .toList(),
        METHODS);
  }

  private static StratumDescription stratum(
      Protocol protocol, Map<String, String> stratum, StratumCounts counts, MemberLinks links) {
    return new StratumDescription(stratum, description(protocol, counts, links.in(stratum)));
  }

  private static Description description(
      Protocol protocol, StratumCounts counts, MemberLinks links) {
    long vertebrae = counts.cohort().vertebrae();
    Map<String, Long> levels = levels(counts);
    Map<String, Long> regions = regions(counts);
    Map<String, Double> levelPercents = Percents.of(levels, vertebrae);
    Map<String, Double> regionPercents = Percents.of(regions, vertebrae);
    return new Description(
        counts.cohort(),
        TracedCounts.of(Sex.class, counts.sex(), Stratification.SEX, links),
        Summary.of(Scale.UNIT, counts.age()),
        TracedCounts.of(
            PrimaryTumour.class, counts.primaryTumours(), Stratification.PRIMARY_TUMOUR, links),
        Summary.of(Scale.UNIT, counts.sessionsPerPatient()),
        vertebraePerPatient(counts),
        levels,
        levelPercents,
        regions,
        regionPercents,
        Rate.of(counts.fracturedVertebrae(), vertebrae),
        approach(counts),
        cement(counts),
        Summary.of(THOUSANDTHS, counts.followUp()),
        firstValues(protocol, counts),
        new NotComputed()
            .add("levelPercents", levelPercents, Percents.NOTHING)
            .add("regionPercents", regionPercents, Percents.NOTHING)
            .reasons());
  }

  private static VertebraePerPatient vertebraePerPatient(StratumCounts counts) {
    Map<Integer, Long> patients = counts.vertebraePerPatient().counts();
    Map<Integer, Double> percents = Percents.of(patients, counts.vertebraePerPatient().n());
    return new VertebraePerPatient(
        Summary.of(Scale.UNIT, counts.vertebraePerPatient()),
        patients,
        percents,
        new NotComputed().add("percents", percents, Percents.NOTHING).reasons());
  }

  private static Map<String, Summary> firstValues(Protocol protocol, StratumCounts counts) {
    Map<String, Summary> values = new LinkedHashMap<>();
    for (int i = 0; i < protocol.measures().size(); i++) {
      Measure measure = protocol.measures().get(i);
      values.put(
          measure.code(),
          Summary.of(
              new Scale(measure.stepNumerator(), measure.stepDenominator()),
              counts.firstValues().get(i)));
    }
    return values;
  }

  private static Map<String, Long> levels(StratumCounts counts) {
    Map<String, Long> levels = new LinkedHashMap<>();
    counts.levels().counts().forEach((level, count) -> levels.put(level.code(), count));
    return levels;
  }

  private static Map<String, Long> regions(StratumCounts counts) {
    Map<String, Long> regions = new LinkedHashMap<>();
    for (VertebralLevel.Region region : VertebralLevel.Region.values()) {
      regions.put(region.code(), 0L);
    }
    counts
        .levels()
        .counts()
        .forEach((level, count) -> regions.merge(level.region().code(), count, Long::sum));
    return regions;
  }

  private static Approach approach(StratumCounts counts) {
    long stated = counts.approaches().n();
    Map<String, Rate> rates = new LinkedHashMap<>();
    for (InjectionApproach approach : InjectionApproach.values()) {
      long count = counts.approaches().counts().getOrDefault(approach, 0L);
      rates.put(approach.code(), Rate.of(count, stated));
    }
    return new Approach(stated, counts.approaches().missing(), rates);
  }

  private static Cement cement(StratumCounts counts) {
    Map<String, Summary> byApproach = new LinkedHashMap<>();
    counts
        .cementByApproach()
        .forEach(
            (approach, volumes) ->
                byApproach.put(approach.code(), Summary.of(THOUSANDTHS, volumes)));
    return new Cement(Summary.of(THOUSANDTHS, counts.cement()), byApproach);
  }
}
