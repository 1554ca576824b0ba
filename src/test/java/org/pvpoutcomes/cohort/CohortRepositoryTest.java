package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.Division.Kept;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;

/** The counts of PostgreSQL against loops over the members, for seeded random cohorts. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CohortRepositoryTest {

  private static final String STUDY = "xu-2021";
  private static final StrataBands BANDS =
      new StrataBands(
          List.of(50, 60, 70), List.of(BigDecimal.ONE, BigDecimal.TWO, BigDecimal.valueOf(3)));
  private static final Division WHOLE = Division.none(BANDS);

  private final CohortRepository cohort;
  private final MemberRepository members;
  private final Snapshot snapshot;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;

  CohortRepositoryTest(
      CohortRepository cohort,
      MemberRepository members,
      Snapshot snapshot,
      EntityManager entityManager,
      StudyProtocols protocols) {
    this.cohort = cohort;
    this.members = members;
    this.snapshot = snapshot;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void counts_agree_with_loops_over_all_members(long seed) {
    List<Member> stored = new RandomMembers(protocol(), new Random(seed)).members(120);
    write(stored);

    assertCountsOf(stored);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void counts_follow_when_members_are_replaced(long seed) {
    RandomMembers random = new RandomMembers(protocol(), new Random(seed));
    List<Member> stored = new ArrayList<>(random.members(60));
    write(stored);
    for (int i = 0; i < 60; i += 2) {
      stored.set(i, random.member(stored.get(i).patient()));
    }
    write(stored);

    assertCountsOf(stored);
  }

  @Test
  void an_empty_cohort_counts_nothing() {
    assertCountsOf(List.of());
  }

  @Test
  void other_studies_are_not_counted() {
    List<Member> stored = new RandomMembers(protocol(), new Random(6)).members(20);
    write(stored);
    QuarkusTransaction.requiringNew().run(() -> members.replace("synthetic-other", stored));

    assertCountsOf(stored);
  }

  @Test
  void one_measure_alone_counts_like_that_measure_among_all() {
    List<Member> stored = new RandomMembers(protocol(), new Random(7)).members(50);
    write(stored);

    OutcomeCounts.MeasureCounts amongAll =
        cohort
            .outcomes(Dataset.current(protocol()), protocol().measures(), WHOLE)
            .strata()
            .getFirst()
            .measures()
            .get(3);
    OutcomeCounts alone =
        cohort.outcomes(Dataset.current(protocol()), List.of(protocol().measures().get(3)), WHOLE);

    assertThat(alone.strata().getFirst().measures()).containsExactly(amongAll);
  }

  @Test
  void all_queries_of_a_snapshot_see_the_same_state() {
    write(new RandomMembers(protocol(), new Random(8)).members(10));

    List<Number> seen =
        snapshot.of(
            () -> {
              Number before = countMembers();
              // Another transaction, committed before the second query.
              QuarkusTransaction.requiringNew().run(() -> members.remove(STUDY, firstPatients()));
              return List.of(before, countMembers());
            });

    assertThat(seen).containsExactly(10L, 10L);
    assertThat(QuarkusTransaction.requiringNew().call(this::countMembers)).isEqualTo(7L);
  }

  @Test
  void a_snapshot_cannot_write() {
    assertThatThrownBy(
            () ->
                snapshot.of(
                    () -> entityManager.createNativeQuery("DELETE FROM member").executeUpdate()))
        .hasStackTraceContaining("read-only transaction");
  }

  private static List<String> firstPatients() {
    return List.of("Patient/synthetic-0", "Patient/synthetic-1", "Patient/synthetic-2");
  }

  private Number countMembers() {
    return (Number)
        entityManager.createNativeQuery("SELECT count(*) FROM member").getSingleResult();
  }

  /** Each property alone, some together, and narrowed by what vertebrae and patients are. */
  private static List<Division> divisions() {
    List<Division> divisions = new ArrayList<>();
    divisions.add(WHOLE);
    for (Stratification by : Stratification.values()) {
      divisions.add(new Division(List.of(by), List.of(), BANDS));
    }
    List<Kept> women = List.of(new Kept(Stratification.SEX, List.of("female")));
    List<Kept> fracturedOfThoraxOrLoin =
        List.of(
            new Kept(Stratification.FRACTURE, List.of("fractured")),
            new Kept(Stratification.LEVEL_REGION, List.of("thoracic", "lumbar")));
    List<Kept> nobody =
        List.of(
            new Kept(Stratification.SEX, List.of("female")),
            new Kept(Stratification.SEX, List.of("male")));
    divisions.add(new Division(List.of(Stratification.LEAK), nobody, BANDS));
    divisions.add(new Division(List.of(), women, BANDS));
    divisions.add(
        new Division(
            List.of(Stratification.YEAR, Stratification.SEX),
            List.of(
                new Kept(
                    Stratification.SITE,
                    List.of("https://hospital.example/ehr?a=1,2~3:4%2C", "unknown"))),
            BANDS));
    divisions.add(new Division(List.of(), fracturedOfThoraxOrLoin, BANDS));
    divisions.add(
        new Division(List.of(Stratification.SEX, Stratification.APPROACH), List.of(), BANDS));
    divisions.add(
        new Division(List.of(Stratification.AGE_BAND, Stratification.LEAK), women, BANDS));
    divisions.add(
        new Division(List.of(Stratification.NUMBER_OF_LEVELS), fracturedOfThoraxOrLoin, BANDS));
    return divisions;
  }

  private void assertCountsOf(List<Member> stored) {
    Dataset dataset = Dataset.current(protocol());
    BruteForce expected = new BruteForce(protocol(), stored);
    // The order of events is that of the codes in SQL; nobody relies on it.
    RecursiveComparisonConfiguration anyOrder =
        RecursiveComparisonConfiguration.builder().withIgnoreCollectionOrder(true).build();
    for (Division division : divisions()) {
      assertThat(cohort.outcomes(dataset, protocol().measures(), division))
          .as("outcomes of %s", division)
          .isEqualTo(expected.outcomes(division));
      assertThat(cohort.complications(dataset, division))
          .as("complications of %s", division)
          .usingRecursiveComparison(anyOrder)
          .isEqualTo(expected.complications(division));
      assertThat(cohort.characteristics(dataset, division))
          .as("characteristics of %s", division)
          .isEqualTo(expected.characteristics(division));
    }
    assertThat(cohort.completeness(Dataset.current(protocol()))).isEqualTo(expected.completeness());
  }

  private void write(List<Member> stored) {
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, stored));
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }
}
