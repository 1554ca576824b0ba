package org.pvpoutcomes.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.reference.EmptyRecord;

/**
 * Many small records rather than one large one: shuffled, sent twice and in other transactions,
 * each gives the same answers to the byte, whole and by stratum.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutcomeInvarianceTest {

  /** The whole, each property that divides, several of them, and a part. */
  private static final List<String> CALLS =
      Stream.concat(
              Stream.of("", "?stratifyBy=sex,leak", "?stratifyBy=year,sex&where=site:unknown"),
              Arrays.stream(Stratification.values()).map(by -> "?stratifyBy=" + by.code()))
          .map(query -> "/api/v1/studies/xu-2021/outcomes" + query)
          .toList();

  private static final int STORIES = 60;
  private static final int ORDERS = 2;

  @TestHTTPResource("/")
  URI base;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void order_repetition_and_batches_do_not_matter(long seed) {
    StoryService service = new StoryService(base);
    List<Step> steps = new ArrayList<>(StoryVocabulary.steps());
    for (int number = 0; number < STORIES; number++) {
      steps.addAll(Story.steps(seed, number));
    }
    Telling.inOrder(steps).forEach(service::send);
    service.awaitRemapped();
    Map<String, String> ordered = service.answers(CALLS);
    assertThat(ordered.values()).allMatch(answer -> answer.length() > 100);

    for (int order = 1; order <= ORDERS; order++) {
      EmptyRecord.make();
      Telling.inAnyOrder(steps, 1, new Random(seed + order))
          .forEach(transactions -> transactions.forEach(service::send));
      service.awaitRemapped();

      assertThat(service.answers(CALLS)).as("order %d", order).isEqualTo(ordered);
    }
  }
}
