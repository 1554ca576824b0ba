package org.pvpoutcomes.characteristics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.cohort.CharacteristicsCounts;
import org.pvpoutcomes.cohort.CharacteristicsCounts.StratumCounts;
import org.pvpoutcomes.cohort.CohortSize;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Frequencies;
import org.pvpoutcomes.cohort.ProtocolLoader;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.VertebralLevel;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CharacteristicsServiceTest {

  private static final Protocol PROTOCOL =
      Objects.requireNonNull(new ProtocolLoader().loadAll().get("xu-2021"));

  @Test
  void counts_stand_beside_their_percents_of_those_who_have_a_value() {
    CharacteristicsReport.Description all =
        describe(
            new CohortSize(5, 5, 8),
            Map.of(Sex.FEMALE, 4L, Sex.MALE, 1L),
            Map.of(PrimaryTumour.LUNG, 1L, PrimaryTumour.BREAST, 3L),
            1,
            Map.of(1, 2L, 2, 3L),
            Map.of(VertebralLevel.T12, 2L, VertebralLevel.L1, 6L));

    assertThat(all.sex().percents())
        .containsEntry("female", 80.0)
        .containsEntry("male", 20.0)
        .containsEntry("other", 0.0);
    assertThat(all.primaryTumour().missing()).isEqualTo(1);
    assertThat(all.primaryTumour().percents())
        .containsEntry("lung", 25.0)
        .containsEntry("breast", 75.0);
    assertThat(all.vertebraePerPatient().percents()).isEqualTo(Map.of(1, 40.0, 2, 60.0));
    assertThat(all.levelPercents()).isEqualTo(Map.of("T12", 25.0, "L1", 75.0));
    assertThat(all.regionPercents()).containsEntry("thoracic", 25.0).containsEntry("lumbar", 75.0);
    assertThat(all.notComputed()).isEmpty();
  }

  @Test
  void there_are_no_percents_of_nobody() {
    CharacteristicsReport.Description all =
        describe(new CohortSize(0, 0, 0), Map.of(), Map.of(), 0, Map.of(), Map.of());

    assertThat(all.sex().percents()).isNull();
    assertThat(all.sex().notComputed()).containsOnlyKeys("percents");
    assertThat(all.vertebraePerPatient().percents()).isNull();
    assertThat(all.vertebraePerPatient().notComputed()).containsOnlyKeys("percents");
    assertThat(all.levelPercents()).isNull();
    assertThat(all.regionPercents()).isNull();
    assertThat(all.notComputed()).containsOnlyKeys("levelPercents", "regionPercents");
  }

  private static CharacteristicsReport.Description describe(
      CohortSize cohort,
      Map<Sex, Long> sex,
      Map<PrimaryTumour, Long> tumours,
      long withoutTumour,
      Map<Integer, Long> vertebraePerPatient,
      Map<VertebralLevel, Long> levels) {
    Frequencies<Integer> none = new Frequencies<>(new TreeMap<Integer, Long>(), 0);
    StratumCounts counts =
        new StratumCounts(
            List.of(),
            cohort,
            new Frequencies<>(new TreeMap<>(sex), 0),
            none,
            new Frequencies<>(new TreeMap<>(tumours), withoutTumour),
            none,
            new Frequencies<>(new TreeMap<>(vertebraePerPatient), 0),
            none,
            Collections.nCopies(PROTOCOL.measures().size(), none),
            new Frequencies<>(new TreeMap<>(levels), 0),
            new Frequencies<>(new TreeMap<InjectionApproach, Long>(), 0),
            0,
            none,
            Map.of());
    StrataBands bands = new StrataBands(List.of(50), List.of(BigDecimal.ONE));
    return CharacteristicsService.report(
            Dataset.of(PROTOCOL, 1),
            Division.none(bands),
            new CharacteristicsCounts(counts, List.of()))
        .all();
  }
}
