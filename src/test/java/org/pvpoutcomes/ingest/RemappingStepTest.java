package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.Remapped;
import org.pvpoutcomes.reference.SyntheticStudy;

/**
 * Each page of a job is done once. The service's own worker runs beside these tests, as one of
 * several would.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RemappingStepTest {

  private static final int WORKERS = 4;

  private static final String INSERT =
      """
      INSERT INTO remapping_job (reason, state, types, stage, last_type, last_id, total, visited,
        changed, derived, queued)
      VALUES ('vocabulary', '%s', '{Observation,QuestionnaireResponse}', 'resources', '%s', '%s',
        0, 0, 0, 0, '2026-11-24T08:00:00Z')""";

  private static final String COUNTS =
      "SELECT state || ' visited ' || visited || ', changed ' || changed || ', derived ' || derived"
          + " FROM remapping_job ORDER BY number";

  private final RemappingStep step;
  private final DerivedTables derived;

  RemappingStepTest(RemappingStep step, AgroalDataSource database) {
    this.step = step;
    derived = new DerivedTables(database);
  }

  @BeforeEach
  void send_the_synthetic_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
  }

  @Test
  void several_workers_at_once_do_no_page_twice() throws Exception {
    Map<String, List<String>> before = derived.rows();
    int observations = resources("type = 'Observation'");
    int responses = resources("type = 'QuestionnaireResponse'");
    derived.change("DELETE FROM resource_facts WHERE type = 'QuestionnaireResponse'");
    derived.change(INSERT.formatted("queued", "", ""));

    List<Callable<Integer>> workers = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      workers.add(
          () -> {
            int pages = 0;
            while (step.next()) {
              pages++;
            }
            return pages;
          });
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(WORKERS)) {
      for (Future<Integer> pages : pool.invokeAll(workers)) {
        assertThat(pages.get()).isNotNegative();
      }
    }
    Remapped.await();

    assertThat(derived.rows().get("resource_facts")).isEqualTo(before.get("resource_facts"));
    assertThat(derived.texts(COUNTS))
        .hasSize(1)
        .first()
        .asString()
        .startsWith(
            "finished visited "
                + (observations + responses)
                + ", changed "
                + responses
                + ", derived ");
  }

  @Test
  void a_page_that_is_rolled_back_is_done_again() {
    Map<String, List<String>> before = derived.rows();
    int visited = resources("type IN ('Observation', 'QuestionnaireResponse')");
    int changed =
        Integer.parseInt(one("SELECT count(*) FROM resource_facts WHERE type = 'Observation'"));
    derived.change("DELETE FROM resource_facts WHERE type = 'Observation'");
    derived.change(INSERT.formatted("interrupted", "", ""));
    String resume = "UPDATE remapping_job SET state = 'queued'";

    String facts = "SELECT count(*) FROM resource_facts WHERE type = 'Observation'";
    QuarkusTransaction.begin();
    try {
      derived.change(resume);
      assertThat(step.next()).isTrue();
      assertThat(one(facts)).isNotEqualTo("0");
    } finally {
      QuarkusTransaction.rollback();
    }
    assertThat(one(facts)).isEqualTo("0");
    assertThat(one(COUNTS)).startsWith("interrupted visited 0, changed 0, derived 0");
    derived.change(resume);
    while (step.next()) {
      assertThat(derived.texts(COUNTS)).hasSize(1);
    }
    Remapped.await();

    assertThat(derived.rows()).isEqualTo(before);
    assertThat(one(COUNTS)).startsWith("finished visited " + visited + ", changed " + changed);
  }

  @Test
  void a_job_left_running_goes_on_behind_its_cursor() {
    List<String> ids =
        derived.texts(
            "SELECT DISTINCT id FROM resource_version WHERE type = 'Observation' ORDER BY 1");
    String last = ids.get(ids.size() / 2);
    derived.change("DELETE FROM resource_facts WHERE type = 'Observation'");
    derived.change(INSERT.formatted("running", "Observation", last));

    while (step.next()) {
      assertThat(derived.texts(COUNTS)).hasSize(1);
    }
    Remapped.await();

    assertThat(
            derived.texts(
                "SELECT DISTINCT id FROM resource_facts WHERE type = 'Observation' ORDER BY 1"))
        .isEqualTo(ids.subList(ids.size() / 2 + 1, ids.size()));
    assertThat(one(COUNTS))
        .startsWith(
            "finished visited "
                + (ids.size() - ids.size() / 2 - 1 + resources("type = 'QuestionnaireResponse'")));
  }

  private int resources(String condition) {
    return Integer.parseInt(
        one("SELECT count(DISTINCT (type, id)) FROM resource_version WHERE " + condition));
  }

  private String one(String query) {
    return derived.texts(query).getFirst();
  }
}
