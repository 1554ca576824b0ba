package org.pvpoutcomes.cohort;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;

/** Members with the values of one measure, everything else as empty as it may be. */
public final class SyntheticMember {

  private SyntheticMember() {}

  /**
   * An included patient with one session and no vertebra.
   *
   * @param steps one per time point, in steps of the measure; null for a value that is missing
   */
  public static Member with(
      Protocol protocol, String patient, Measure measure, @Nullable Integer... steps) {
    return with(protocol, patient, Sex.FEMALE, null, Map.of(measure, Arrays.asList(steps)));
  }

  /**
   * An included patient of this sex with one session and no vertebra, at this site.
   *
   * @param site null where the session names no source system
   * @param steps by measure, one per time point, in steps of the measure; null for a value that is
   *     missing
   */
  public static Member with(
      Protocol protocol,
      String patient,
      Sex sex,
      @Nullable String site,
      Map<Measure, List<@Nullable Integer>> steps) {
    String id = patient.substring(patient.indexOf('/') + 1);
    List<Member.Series> series = new ArrayList<>();
    for (Measure each : protocol.measures()) {
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < protocol.timePoints().size(); i++) {
        List<@Nullable Integer> ofMeasure = steps.get(each);
        Integer value = ofMeasure == null ? null : ofMeasure.get(i);
        values.add(
            value == null
                ? new Value.Missing(MissingReason.NOT_MEASURED)
                : new Value.Observed(
                    value,
                    protocol.timePoints().get(i).targetDay(),
                    new SourceVersion("Observation", id + "-" + i, 1),
                    false));
      }
      series.add(new Member.Series(each, values));
    }
    SourceVersion procedure = new SourceVersion("Procedure", id, 1);
    return new Member(
        patient,
        Inclusion.INCLUDED,
        ClinicalTime.onDate(LocalDate.of(2018, 7, 19)),
        List.of(),
        new SourceVersion("Patient", id, 1),
        sex,
        null,
        null,
        false,
        null,
        null,
        List.of(
            new Member.Session(
                1,
                ClinicalTime.onDate(LocalDate.of(2018, 7, 19)),
                0,
                List.of(procedure),
                List.of(),
                List.of(),
                site)),
        series,
        null,
        null,
        List.of());
  }
}
