package org.pvpoutcomes.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.record.SearchIndexRepository.Indexed;
import org.pvpoutcomes.record.SearchQuery.Match;
import org.pvpoutcomes.record.SearchQuery.SortKey;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.SearchValues.QuantityValue;
import org.pvpoutcomes.record.SearchValues.TextValue;

/** What the database finds is what {@link Criteria#test} accepts. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchRepositoryTest {

  private static final Instant BEGIN = Instant.parse("2021-01-01T00:00:00Z");
  private static final List<String> TYPES = List.of("Patient", "Observation");
  private static final List<String> WORDS =
      List.of(
          "Élan",
          "elan",
          "ELANA",
          "a_b",
          "a%b",
          "axb",
          "\\x",
          "Straße",
          "x".repeat(250) + "É",
          "\uD83D\uDE00".repeat(150) + "É");
  private static final List<List<SortKey>> ORDERS =
      List.of(
          List.of(),
          List.of(new SortKey("_id", true)),
          List.of(new SortKey("_lastUpdated", false)),
          List.of(new SortKey("_lastUpdated", true), new SortKey("_id", true)),
          List.of(new SortKey("date", false)),
          List.of(new SortKey("date", true)),
          List.of(new SortKey("date", true), new SortKey("_lastUpdated", false)),
          List.of(new SortKey("issued", false), new SortKey("date", true)));

  private final RecordRepository record;
  private final SearchRepository search;
  private final SearchIndexRepository index;
  private final Random random = new Random(20210301);
  private final Map<ResourceKey, Indexed> all = new TreeMap<>();

  SearchRepositoryTest(
      RecordRepository record, SearchRepository search, SearchIndexRepository index) {
    this.record = record;
    this.search = search;
    this.index = index;
  }

  @BeforeEach
  void store() {
    for (int i = 0; i < 2000; i++) {
      ResourceKey key = new ResourceKey(TYPES.get(random.nextInt(2)), id(i));
      all.put(key, new Indexed(key, instant(), true, values()));
    }
    write(1, all.values(), List.of());
    List<Indexed> again = new ArrayList<>();
    List<ResourceKey> deleted = new ArrayList<>();
    for (ResourceKey key : all.keySet()) {
      switch (random.nextInt(9)) {
        case 0 -> deleted.add(key);
        case 1, 2 -> again.add(new Indexed(key, instant(), false, values()));
        default -> {}
      }
    }
    write(2, again, deleted);
    again.forEach(indexed -> all.put(indexed.key(), indexed));
    all.keySet().removeAll(deleted);
  }

  @Test
  void criteria_of_every_kind_find_and_count_what_a_look_at_each_resource_finds() {
    Map<Criteria, List<String>> expected = new HashMap<>();
    Set<Criteria> asked = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      Criteria one = new Criteria(TYPES.get(random.nextInt(2)), criteria(random.nextInt(3)));
      asked.add(one);
      List<String> ids = bruteForce(one);
      if (!ids.isEmpty()) {
        expected.put(one, ids);
      }
      assertThat(call(() -> search.count(one))).as("%s", one).isEqualTo(ids.size());
    }
    assertThat(call(() -> search.matches(asked, 1_000_000))).isEqualTo(expected);
    assertThat(expected).hasSizeBetween(100, asked.size() - 20);
  }

  @Test
  void pages_in_every_order_hold_each_resource_once_and_in_order() {
    for (List<SortKey> order : ORDERS) {
      for (int i = 0; i < 6; i++) {
        Criteria one = new Criteria("Observation", criteria(i % 3));
        List<String> expected = new ArrayList<>(bruteForce(one));
        expected.sort(comparator(order));
        List<StoredVersion> paged = walk(one, order, 97).stream().map(Match::stored).toList();
        assertThat(paged)
            .as("%s by %s", one, order)
            .isEqualTo(expected.stream().map(this::stored).toList());
      }
    }
  }

  /** The version that a match must be of. */
  private StoredVersion stored(String id) {
    Indexed indexed = indexed(id);
    int version = indexed.isNew() ? 1 : 2;
    return new StoredVersion("Observation", id, version, indexed.lastUpdated(), content(version));
  }

  @Test
  void pages_beside_writes_neither_repeat_nor_lose_what_stays_as_it_is() throws Exception {
    Set<ResourceKey> changing = new TreeSet<>();
    all.keySet().stream().filter(_ -> random.nextInt(2) == 0).forEach(changing::add);
    List<String> staying =
        all.keySet().stream()
            .filter(key -> key.type().equals("Observation") && !changing.contains(key))
            .map(ResourceKey::id)
            .toList();
    AtomicBoolean isOver = new AtomicBoolean();
    try (ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Future<Integer> writer = pool.submit(() -> change(List.copyOf(changing), isOver));
      try {
        for (List<SortKey> order : ORDERS) {
          List<String> expected = new ArrayList<>(staying);
          expected.sort(comparator(order));
          Set<String> seen = new HashSet<>(staying);
          List<String> paged =
              walk(new Criteria("Observation", List.of()), order, 20).stream()
                  .map(match -> match.stored().id())
                  .filter(seen::contains)
                  .toList();
          assertThat(paged).as("%s", order).isEqualTo(expected);
        }
      } finally {
        isOver.set(true);
      }
      assertThat(writer.get()).isGreaterThan(100);
    }
  }

  /** Changes, deletes and brings back resources one by one, until it is over. */
  private int change(List<ResourceKey> keys, AtomicBoolean isOver) {
    int changes = 0;
    Map<ResourceKey, Integer> versions = new HashMap<>();
    Set<ResourceKey> gone = new HashSet<>();
    while (!isOver.get()) {
      ResourceKey key = keys.get(random.nextInt(keys.size()));
      int version = versions.merge(key, 3, (before, _) -> before + 1);
      if (random.nextInt(3) == 0 && gone.add(key)) {
        write(version, List.of(), List.of(key));
      } else {
        write(version, List.of(new Indexed(key, instant(), gone.remove(key), values())), List.of());
      }
      changes++;
    }
    return changes;
  }

  @Test
  void what_carries_a_token_is_found_page_by_page_of_some_types_and_since_a_time() {
    for (int i = 0; i < 60; i++) {
      NavigableSet<String> tokens = tokens(4);
      List<String> asked = List.of(List.<String>of(), TYPES, TYPES.subList(1, 2)).get(i % 3);
      @Nullable Instant since = random.nextBoolean() ? instant() : null;
      List<String> expected =
          all.values().stream()
              .filter(one -> asked.isEmpty() || asked.contains(one.key().type()))
              .filter(one -> since == null || !one.lastUpdated().isBefore(since))
              .filter(one -> tokens.stream().anyMatch(one.values().tokens()::contains))
              .map(one -> one.key().reference())
              .toList();
      List<String> paged = new ArrayList<>();
      SearchRepository.Page page;
      @Nullable ResourceKey last = null;
      do {
        @Nullable ResourceKey after = last;
        page = call(() -> search.carrying(tokens, asked, since, after, 40));
        assertThat(page.matches()).hasSizeLessThanOrEqualTo(40);
        for (Match match : page.matches()) {
          last = new ResourceKey(match.stored().type(), match.stored().id());
          paged.add(last.reference());
        }
      } while (page.more());
      assertThat(paged).isEqualTo(expected);
      assertThat(call(() -> search.countCarrying(tokens, asked, since))).isEqualTo(expected.size());
    }
  }

  /** All pages, each in a transaction of its own. */
  private List<Match> walk(Criteria criteria, List<SortKey> order, int limit) {
    List<Match> matches = new ArrayList<>();
    @Nullable List<String> after = null;
    SearchRepository.Page page;
    do {
      SearchQuery query = new SearchQuery(criteria, order, after, limit);
      page = call(() -> search.page(query));
      assertThat(page.matches()).hasSizeLessThanOrEqualTo(limit);
      matches.addAll(page.matches());
      after = page.more() ? page.matches().getLast().keys() : after;
    } while (page.more());
    return matches;
  }

  private Comparator<String> comparator(List<SortKey> order) {
    Comparator<String> by = (_, _) -> 0;
    for (SortKey one : order) {
      by = by.thenComparing(comparator(one));
    }
    return by.thenComparing(Comparator.naturalOrder());
  }

  private Comparator<String> comparator(SortKey order) {
    Comparator<Instant> instants =
        order.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
    return switch (order.parameter()) {
      case "_id" -> order.descending() ? Comparator.reverseOrder() : Comparator.naturalOrder();
      case "_lastUpdated" -> Comparator.comparing(id -> indexed(id).lastUpdated(), instants);
      default ->
          Comparator.comparing(
              id ->
                  indexed(id).values().dates().stream()
                      .filter(date -> date.parameter().equals(order.parameter()))
                      .map(date -> order.descending() ? date.span().until() : date.span().from())
                      .min(instants)
                      .orElse(null),
              Comparator.nullsLast(instants));
    };
  }

  private Indexed indexed(String id) {
    return Objects.requireNonNull(all.get(new ResourceKey("Observation", id)));
  }

  private List<String> bruteForce(Criteria criteria) {
    return all.values().stream()
        .filter(one -> one.key().type().equals(criteria.type()))
        .filter(one -> criteria.all().stream().allMatch(each -> test(each, one)))
        .map(one -> one.key().id())
        .toList();
  }

  private boolean test(Criterion criterion, Indexed one) {
    if (criterion instanceof Criterion.Chain chain) {
      return all.values().stream()
          .filter(target -> chain.types().contains(target.key().type()))
          .filter(
              target ->
                  one.values()
                      .tokens()
                      .contains(SearchToken.reference(chain.parameter(), target.key().reference())))
          .anyMatch(target -> test(chain.target(), target));
    }
    return criterion.test(one.key().id(), one.lastUpdated(), one.values());
  }

  private void write(int version, Collection<Indexed> current, Collection<ResourceKey> deleted) {
    List<StoredVersion> versions = new ArrayList<>();
    for (Indexed one : current) {
      ResourceKey key = one.key();
      versions.add(
          new StoredVersion(key.type(), key.id(), version, one.lastUpdated(), content(version)));
    }
    deleted.forEach(
        key -> versions.add(new StoredVersion(key.type(), key.id(), version, BEGIN, "")));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              record.add(versions);
              index.replace(current);
              index.remove(deleted);
            });
  }

  private static String content(int version) {
    return "{\"meta\":{\"versionId\":\"%d\"}}".formatted(version);
  }

  private static String id(int number) {
    return "r%05d".formatted(number);
  }

  private static <T> T call(Callable<T> query) {
    return QuarkusTransaction.requiringNew().call(query);
  }

  private Instant instant() {
    return BEGIN.plusMillis(random.nextInt(300));
  }

  private Span<Instant> span() {
    if (random.nextInt(10) == 0) {
      return new Span<>(DateValue.EARLIEST, random.nextBoolean() ? instant() : DateValue.LATEST);
    }
    Instant from = instant();
    return new Span<>(from, from.plusMillis(random.nextInt(60)));
  }

  private Span<BigDecimal> numbers() {
    BigDecimal from = BigDecimal.valueOf(random.nextInt(-300, 300), 1);
    return new Span<>(from, from.add(BigDecimal.valueOf(random.nextInt(40), 1)));
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private String token() {
    return random.nextInt(3) == 0
        ? SearchToken.reference(
            "subject", TYPES.get(random.nextInt(2)) + "/" + id(random.nextInt(2000)))
        : SearchToken.code("code", (random.nextBoolean() ? "c" : "\u001e") + random.nextInt(15));
  }

  private NavigableSet<String> tokens(int most) {
    TreeSet<String> tokens = new TreeSet<>();
    int number = random.nextInt(most + 1);
    for (int i = 0; i < number; i++) {
      tokens.add(token());
    }
    return tokens;
  }

  private SearchValues values() {
    return new SearchValues(
        tokens(5),
        Stream.generate(() -> new DateValue(random.nextBoolean() ? "date" : "issued", span()))
            .limit(random.nextInt(3))
            .toList(),
        Stream.generate(() -> new QuantityValue("value", numbers(), system(), code(), code()))
            .limit(random.nextInt(3))
            .toList(),
        Stream.generate(() -> new TextValue("name", word())).limit(random.nextInt(3)).toList());
  }

  private String system() {
    return random.nextBoolean() ? "" : "http://unitsofmeasure.org";
  }

  private String code() {
    return List.of("", "mL", "mm").get(random.nextInt(3));
  }

  private List<Criterion> criteria(int number) {
    return Stream.generate(() -> criterion(true)).limit(number).toList();
  }

  private Criterion criterion(boolean chains) {
    return switch (random.nextInt(chains ? 8 : 7)) {
      case 0 -> new Criterion.Tokens(tokens(4));
      case 1 -> new Criterion.NoTokens(tokens(4));
      case 2 -> {
        TreeSet<String> ids = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
          ids.add(id(random.nextInt(2100)));
        }
        yield new Criterion.Ids(ids);
      }
      case 3 -> new Criterion.LastUpdated(List.of(new Comparison<>(prefix(), span())));
      case 4 ->
          new Criterion.Dates(
              "date",
              List.of(new Comparison<>(prefix(), span()), new Comparison<>(prefix(), span())));
      case 5 ->
          new Criterion.Quantities(
              "value",
              List.of(
                  new Criterion.Quantities.Measured(
                      new Comparison<>(prefix(), numbers()), system(), code())));
      case 6 -> {
        Criterion.Texts.How[] how = Criterion.Texts.How.values();
        yield new Criterion.Texts(
            "name", how[random.nextInt(how.length)], List.of(word(), word().substring(0, 2)));
      }
      default ->
          new Criterion.Chain(
              "subject", new TreeSet<>(TYPES.subList(random.nextInt(2), 2)), criterion(false));
    };
  }

  private Comparison.Prefix prefix() {
    Comparison.Prefix[] all = Comparison.Prefix.values();
    return all[random.nextInt(all.length)];
  }
}
