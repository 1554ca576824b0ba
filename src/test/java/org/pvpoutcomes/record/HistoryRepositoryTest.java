package org.pvpoutcomes.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.record.HistoryRepository.Cursor;
import org.pvpoutcomes.record.HistoryRepository.Page;
import org.pvpoutcomes.record.HistoryRepository.PastVersion;
import org.pvpoutcomes.record.HistoryRepository.Scope;

/** Histories hold every version once, newest first, and say which ones created. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryRepositoryTest {

  private static final Instant BEGIN = Instant.parse("2021-01-01T00:00:00Z");
  private static final List<String> TYPES = List.of("Condition", "Observation", "Patient");

  private static final Comparator<PastVersion> OLDEST_FIRST =
      Comparator.comparing((PastVersion past) -> past.version().lastUpdated())
          .thenComparing(past -> past.version().type())
          .thenComparing(past -> past.version().id())
          .thenComparingInt(past -> past.version().version());

  private final RecordRepository record;
  private final HistoryRepository history;
  private final Random random = new Random(20210301);
  private final List<PastVersion> all = new ArrayList<>();

  HistoryRepositoryTest(RecordRepository record, HistoryRepository history) {
    this.record = record;
    this.history = history;
  }

  /** Several versions of one transaction have the same time; some come back from a deletion. */
  @BeforeEach
  void store() {
    for (int i = 0; i < 120; i++) {
      String type = TYPES.get(i % 3);
      String id = "r%03d".formatted(i / 3);
      Instant when = BEGIN.plusMillis(random.nextInt(5));
      boolean isCreated = true;
      int versions = random.nextInt(1, 9);
      for (int version = 1; version <= versions; version++) {
        boolean isDeletion = !isCreated && random.nextInt(3) == 0;
        String content = isDeletion ? "" : "{\"n\":" + version + "}";
        all.add(new PastVersion(new StoredVersion(type, id, version, when, content), isCreated));
        isCreated = isDeletion;
        when = when.plusMillis(random.nextInt(4));
      }
    }
    QuarkusTransaction.requiringNew()
        .run(() -> record.add(all.stream().map(PastVersion::version).toList()));
    all.sort(OLDEST_FIRST.reversed());
  }

  @Test
  void pages_of_a_resource_a_type_and_everything_hold_every_version_once_newest_first() {
    for (Scope scope :
        List.of(
            new Scope(null, null, null),
            new Scope("Observation", null, null),
            new Scope("Encounter", null, null),
            new Scope("Patient", "r007", null),
            new Scope("Patient", "r999", null))) {
      assertPages(scope);
    }
  }

  @Test
  void since_an_instant_are_the_versions_from_then_on() {
    for (int milliseconds = -1; milliseconds < 30; milliseconds++) {
      Instant since = BEGIN.plusMillis(milliseconds);
      assertPages(new Scope(null, null, since));
      assertPages(new Scope("Condition", null, since));
      assertPages(new Scope("Condition", "r003", since));
    }
    assertPages(new Scope(null, null, BEGIN.plusNanos(3_500_000)));
  }

  private void assertPages(Scope scope) {
    List<PastVersion> expected =
        all.stream()
            .filter(past -> scope.type() == null || scope.type().equals(past.version().type()))
            .filter(past -> scope.id() == null || scope.id().equals(past.version().id()))
            .filter(
                past ->
                    scope.since() == null || !past.version().lastUpdated().isBefore(scope.since()))
            .toList();
    int limit = Math.max(2, expected.size() / 6);
    List<PastVersion> paged = new ArrayList<>();
    Page page;
    @Nullable Cursor last = null;
    do {
      @Nullable Cursor after = last;
      page = call(() -> history.page(scope, after, limit));
      assertThat(page.versions()).hasSizeLessThanOrEqualTo(limit);
      paged.addAll(page.versions());
      last = page.more() ? cursor(page.versions().getLast().version()) : after;
    } while (page.more());
    assertThat(paged).as("%s", scope).isEqualTo(expected);
    assertThat(call(() -> history.count(scope))).isEqualTo(expected.size());
  }

  private static Cursor cursor(StoredVersion last) {
    return new Cursor(last.lastUpdated(), last.type(), last.id(), last.version());
  }

  private static <T> T call(Callable<T> query) {
    return QuarkusTransaction.requiringNew().call(query);
  }
}
