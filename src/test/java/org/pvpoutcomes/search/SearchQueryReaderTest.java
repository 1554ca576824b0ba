package org.pvpoutcomes.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.SearchQuery;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.SearchValues;
import org.pvpoutcomes.record.SearchValues.DateValue;
import org.pvpoutcomes.record.SearchValues.QuantityValue;
import org.pvpoutcomes.record.Span;

/** What a query asks for. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchQueryReaderTest {

  private static final Instant NOW = Instant.parse("2022-01-01T00:00:00Z");

  private static final SearchContext CONTEXT = new SearchContext(NOW, "https://pvp.example/fhir");

  private static List<QueryParameter> query(String... pairs) {
    List<QueryParameter> query = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      query.add(new QueryParameter(pairs[i], pairs[i + 1]));
    }
    return query;
  }

  private static SearchRequest read(String type, String... pairs) {
    return SearchQueryReader.read(type, query(pairs), Set.of("_format"), CONTEXT);
  }

  @Test
  void commas_are_or_and_escapes_belong_to_the_value() {
    assertThat(read("Patient", "identifier", "urn:x|a\\,b,c").criteria())
        .isEqualTo(
            new Criteria(
                "Patient",
                List.of(
                    new Criterion.Tokens(
                        new TreeSet<>(
                            List.of(
                                SearchToken.coding("identifier", "urn:x", "a,b"),
                                SearchToken.code("identifier", "c")))))));
  }

  @ParameterizedTest
  @CsvSource({
    "subject, Patient/1",
    "subject, https://pvp.example/fhir/Patient/1",
    "subject, https://pvp.example/fhir/Patient/1/_history/2",
    "subject:Patient, 1",
    "subject:Patient, https://pvp.example/fhir/Patient/1"
  })
  void a_resource_of_this_server_is_meant_whether_its_base_is_written_or_not(
      String name, String value) {
    assertThat(read("Observation", name, value).criteria().all())
        .containsExactly(
            new Criterion.Tokens(
                new TreeSet<>(
                    List.of(
                        SearchToken.reference("subject", "Patient/1"),
                        SearchToken.reference("subject", "https://pvp.example/fhir/Patient/1")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "https://other.example/fhir/Patient/1",
        "https://pvp.example/fhirs/Patient/1",
        "urn:uuid:00000000-0000-4000-8000-000000000001"
      })
  void any_other_reference_means_itself(String value) {
    assertThat(read("Observation", "subject", value).criteria().all())
        .containsExactly(
            new Criterion.Tokens(new TreeSet<>(List.of(SearchToken.reference("subject", value)))));
  }

  @Test
  void a_chain_looks_into_the_patient() {
    assertThat(read("Observation", "subject:Patient.identifier", "urn:x|1").criteria().all())
        .containsExactly(
            new Criterion.Chain(
                "subject",
                new TreeSet<>(List.of("Patient")),
                new Criterion.Tokens(
                    new TreeSet<>(List.of(SearchToken.coding("identifier", "urn:x", "1"))))));
  }

  @Test
  void the_self_link_has_what_was_understood() {
    SearchRequest request =
        read("Observation", "code", "a b|c+", "colour", "red", "_sort", "-date", "_format", "xml");
    assertThat(request.self())
        .containsExactly(
            new QueryParameter("code", "a b|c+"), new QueryParameter("_sort", "-date"));
    assertThat(request.notUnderstood())
        .extracting(SearchRequest.NotUnderstood::name)
        .containsExactly("colour");
    assertThat(request.sort()).containsExactly(new SearchQuery.SortKey("date", true));
  }

  @ParameterizedTest
  @CsvSource({
    "date,2021-02-30",
    "date,xx2021",
    "value-quantity,five",
    "code,''",
    "code,'a,'",
    "code,|",
    "code:below,a",
    "_count,-1",
    "_count,many",
    "_include:iterate,Observation:subject",
    "subject:Practitioner,1",
    "code:missing,yes",
    "date:exact,2021",
    "value-quantity,1e999",
    "subject.subject.code,a"
  })
  void what_a_known_parameter_cannot_have_is_refused(String name, String value) {
    assertThatExceptionOfType(SearchRefusedException.class)
        .isThrownBy(() -> read("Observation", name, value));
  }

  @Test
  void one_identifier_with_its_bar_is_an_identifier_condition_and_another_is_criteria() {
    assertThat(SearchQueryReader.condition("Patient", query("identifier", "|a\\|b"), null))
        .isEqualTo(new IdentifierCriterion("Patient", "", "a|b"));
    assertThat(SearchQueryReader.condition("Patient", query("identifier", "a"), null))
        .isInstanceOf(Criteria.class);
  }

  @ParameterizedTest
  @CsvSource({
    "colour,red",
    "_count,1",
    "subject.birthdate,2000",
    "date,ap2021",
    "identifier,''",
    "identifier,a|",
    "identifier,'a|b,a|'"
  })
  void a_condition_that_is_not_understood_is_refused(String name, String value) {
    assertThatExceptionOfType(SearchRefusedException.class)
        .isThrownBy(() -> SearchQueryReader.condition("Observation", query(name, value), null));
    assertThatExceptionOfType(SearchRefusedException.class)
        .isThrownBy(() -> SearchQueryReader.condition("Observation", List.of(), null));
  }

  /** Expected values worked out by hand from FHIR R4 search.html#date. */
  @ParameterizedTest
  @CsvSource({
    "2021-03,2021-03-01T00:00:00Z/2021-04-01T00:00:00Z",
    "2020-02-29,2020-02-29T00:00:00Z/2020-03-01T00:00:00Z",
    "2021-03-01T00:30:00+01:00,2021-02-28T23:30:00Z/2021-02-28T23:30:01Z",
    "2021-03-01T23:59-02:30,2021-03-02T02:29:00Z/2021-03-02T02:30:00Z",
    "2021-03-01T10:00:00.25,2021-03-01T10:00:00.25Z/2021-03-01T10:00:00.26Z"
  })
  void a_date_covers_what_its_precision_covers(String text, String span) {
    String[] ends = span.split("/", -1);
    assertThat(DateSpans.of(text))
        .isEqualTo(new Span<>(Instant.parse(ends[0]), Instant.parse(ends[1])));
  }

  /**
   * Every pair of days and months around the boundaries, as sets of hours, at which all of them
   * begin.
   */
  @Test
  void comparisons_of_dates_are_those_of_sets_of_hours() {
    List<String> texts =
        List.of("2021-02", "2021-02-28", "2021-03", "2021-03-01", "2021-03-01T00:00:00-01:00");
    for (String asked : texts) {
      for (String stored : texts) {
        Span<Instant> p = Objects.requireNonNull(DateSpans.of(asked));
        Span<Instant> r = Objects.requireNonNull(DateSpans.of(stored));
        Set<Long> set = hours(p);
        Set<Long> other = hours(r);
        boolean within = set.containsAll(other);
        boolean after = other.stream().anyMatch(s -> s >= p.until().getEpochSecond());
        boolean before = other.stream().anyMatch(s -> s < p.from().getEpochSecond());
        boolean overlap = other.stream().anyMatch(set::contains);
        assertThat(matches(asked, r))
            .isEqualTo(
                List.of(
                    within,
                    !within,
                    after,
                    before,
                    after || within,
                    before || within,
                    !before && !overlap,
                    !after && !overlap));
      }
    }
  }

  private static Set<Long> hours(Span<Instant> span) {
    Set<Long> hours = new java.util.HashSet<>();
    for (long s = span.from().getEpochSecond(); s < span.until().getEpochSecond(); s += 3600) {
      hours.add(s);
    }
    return hours;
  }

  private static List<Boolean> matches(String asked, Span<Instant> stored) {
    SearchValues values =
        new SearchValues(
            new TreeSet<>(), List.of(new DateValue("date", stored)), List.of(), List.of());
    return List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb").stream()
        .map(p -> read("Observation", "date", p + asked).criteria().test("1", NOW, values))
        .toList();
  }

  /** FHIR R4 search.html#number: eq100 is [99.5, 100.5), lt100 is less than exactly 100. */
  @Test
  void comparisons_of_numbers_follow_the_table_of_the_specification() {
    for (int tenths = 850; tenths <= 1150; tenths++) {
      BigDecimal stored = BigDecimal.valueOf(tenths, 1);
      SearchValues values =
          new SearchValues(
              new TreeSet<>(),
              List.of(),
              List.of(
                  new QuantityValue("value-quantity", new Span<>(stored, stored), "s", "c", "")),
              List.of());
      boolean near = tenths >= 995 && tenths < 1005;
      assertThat(
              List.of("", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap").stream()
                  .map(p -> p + "100|s|c")
                  .map(q -> read("Observation", "value-quantity", q).criteria())
                  .map(criteria -> criteria.test("1", NOW, values)))
          .containsExactly(
              near,
              !near,
              tenths > 1000,
              tenths < 1000,
              tenths >= 1000,
              tenths <= 1000,
              tenths > 1000,
              tenths < 1000,
              tenths > 900 && tenths < 1100);
    }
  }
}
