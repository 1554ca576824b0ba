package org.pvpoutcomes.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;

@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MemberRepositoryTest {

  private static final String STUDY = "xu-2021";

  private final MemberRepository members;
  private final EntityManager entityManager;
  private final StudyProtocols protocols;
  private RandomMembers random;

  MemberRepositoryTest(
      MemberRepository members, EntityManager entityManager, StudyProtocols protocols) {
    this.members = members;
    this.entityManager = entityManager;
    this.protocols = protocols;
  }

  @BeforeEach
  void seed_the_members() {
    random = new RandomMembers(protocols.find(STUDY).orElseThrow(), new Random(20210503));
  }

  @BeforeEach
  @AfterEach
  void empty_the_cohort() {
    EmptyCohort.of(entityManager);
  }

  @Test
  void a_member_is_read_back_as_it_was_written() {
    List<Member> stored = random.members(40);
    assertThat(inTransaction(() -> members.replace(STUDY, stored))).isEqualTo(40);

    for (Member member : stored) {
      assertThat(inTransaction(() -> members.find(STUDY, member.patient()))).contains(member);
    }
    assertThat(inTransaction(() -> members.find(STUDY, "Patient/nobody"))).isEmpty();
  }

  @Test
  void an_unchanged_member_is_not_written_again() {
    List<Member> stored = random.members(10);
    inTransaction(() -> members.replace(STUDY, stored));
    Object rowVersions = rowVersions();

    assertThat(inTransaction(() -> members.replace(STUDY, stored))).isZero();
    assertThat(rowVersions()).isEqualTo(rowVersions);
  }

  @Test
  void only_the_changed_member_is_written() {
    List<Member> stored = random.members(3);
    inTransaction(() -> members.replace(STUDY, stored));
    Member changed = random.member("Patient/synthetic-1");

    assertThat(
            inTransaction(
                () -> members.replace(STUDY, List.of(stored.get(0), changed, stored.get(2)))))
        .isEqualTo(1);
    assertThat(inTransaction(() -> members.page(all(), null, 10)))
        .containsExactly(stored.get(0), changed, stored.get(2));
  }

  @Test
  void pages_follow_the_references_of_the_patients() {
    List<Member> stored = random.members(5);
    inTransaction(() -> members.replace(STUDY, stored));

    assertThat(inTransaction(() -> members.page(all(), null, 2)))
        .containsExactly(stored.get(0), stored.get(1));
    assertThat(inTransaction(() -> members.page(all(), "Patient/synthetic-1", 2)))
        .containsExactly(stored.get(2), stored.get(3));
    assertThat(inTransaction(() -> members.page(all(), "Patient/synthetic-3", 2)))
        .containsExactly(stored.get(4));
  }

  @Test
  void a_page_can_be_of_one_inclusion() {
    List<Member> stored = random.members(200);
    inTransaction(() -> members.replace(STUDY, stored));

    for (Inclusion inclusion : Inclusion.values()) {
      assertThat(inTransaction(() -> members.page(all().inclusion(inclusion), null, 200)))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              stored.stream().filter(member -> member.inclusion() == inclusion).toList());
    }
  }

  @Test
  void a_removed_patient_leaves_nothing() {
    inTransaction(() -> members.replace(STUDY, random.members(20)));
    List<String> patients =
        inTransaction(() -> members.page(all(), null, 100)).stream().map(Member::patient).toList();

    QuarkusTransaction.requiringNew().run(() -> members.remove(STUDY, patients));

    assertThat(count("member") + count("member_vertebra") + count("member_event")).isZero();
  }

  private MemberFilter all() {
    return MemberFilter.of(protocols.find(STUDY).map(Dataset::current).orElseThrow());
  }

  private long count(String table) {
    return inTransaction(
        () ->
            ((Number)
                    entityManager
                        .createNativeQuery("SELECT count(*) FROM " + table)
                        .getSingleResult())
                .longValue());
  }

  /** The transactions that wrote the rows: they change when a row is written again. */
  private Object rowVersions() {
    return inTransaction(
        () ->
            entityManager
                .createNativeQuery(
                    """
                    SELECT CAST(xmin AS text) FROM member
                    UNION ALL SELECT CAST(xmin AS text) FROM member_vertebra
                    UNION ALL SELECT CAST(xmin AS text) FROM member_event
                    """)
                .getResultList());
  }

  private static <T> T inTransaction(Callable<T> work) {
    return QuarkusTransaction.requiringNew().call(work);
  }
}
