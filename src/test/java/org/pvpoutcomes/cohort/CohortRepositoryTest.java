package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;

/** The counts of PostgreSQL against loops over the members, for seeded random cohorts. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CohortRepositoryTest {

  private static final String STUDY = "xu-2021";

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

  @ParameterizedTest
  @EnumSource(
      value = Stratification.class,
      names = {"APPROACH", "FRACTURE"})
  void outcomes_are_not_divided_by_a_property_of_the_vertebra(Stratification by) {
    assertThatThrownBy(
            () -> cohort.outcomes(Dataset.current(protocol()), protocol().measures(), by))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void one_measure_alone_counts_like_that_measure_among_all() {
    List<Member> stored = new RandomMembers(protocol(), new Random(7)).members(50);
    write(stored);

    OutcomeCounts.MeasureCounts amongAll =
        cohort
            .outcomes(Dataset.current(protocol()), protocol().measures(), null)
            .strata()
            .getFirst()
            .measures()
            .get(3);
    OutcomeCounts alone =
        cohort.outcomes(Dataset.current(protocol()), List.of(protocol().measures().get(3)), null);

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

  private void assertCountsOf(List<Member> stored) {
    BruteForce expected = new BruteForce(protocol(), stored);
    assertThat(cohort.outcomes(Dataset.current(protocol()), protocol().measures(), null))
        .isEqualTo(expected.outcomes(null));
    assertThat(
            cohort.outcomes(Dataset.current(protocol()), protocol().measures(), Stratification.SEX))
        .isEqualTo(expected.outcomes(Stratification.SEX));
    assertThat(
            cohort.outcomes(
                Dataset.current(protocol()), protocol().measures(), Stratification.PRIMARY_TUMOUR))
        .isEqualTo(expected.outcomes(Stratification.PRIMARY_TUMOUR));
    // The order of events is that of the codes in SQL; nobody relies on it.
    RecursiveComparisonConfiguration anyOrder =
        RecursiveComparisonConfiguration.builder().withIgnoreCollectionOrder(true).build();
    assertThat(cohort.complications(Dataset.current(protocol()), null))
        .usingRecursiveComparison(anyOrder)
        .isEqualTo(expected.complications(null));
    for (Stratification by : Stratification.values()) {
      assertThat(cohort.complications(Dataset.current(protocol()), by))
          .usingRecursiveComparison(anyOrder)
          .isEqualTo(expected.complications(by));
    }
    assertThat(cohort.characteristics(Dataset.current(protocol())))
        .isEqualTo(expected.characteristics());
    assertThat(cohort.completeness(Dataset.current(protocol()))).isEqualTo(expected.completeness());
  }

  private void write(List<Member> stored) {
    QuarkusTransaction.requiringNew().run(() -> members.replace(STUDY, stored));
  }

  private Protocol protocol() {
    return protocols.find(STUDY).orElseThrow();
  }
}
