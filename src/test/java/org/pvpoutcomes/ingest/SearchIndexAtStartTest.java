package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.reference.DerivedTables;
import org.pvpoutcomes.reference.SyntheticStudy;

/**
 * What another version indexed by other rules, or not at all, is indexed before the first answer.
 */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SearchIndexAtStartTest {

  private static final String RULES = "SELECT rules FROM search_state";

  private final SearchIndexAtStart atStart;
  private final DerivedTables derived;

  SearchIndexAtStartTest(SearchIndexAtStart atStart, AgroalDataSource database) {
    this.atStart = atStart;
    derived = new DerivedTables(database);
  }

  @BeforeEach
  void send_the_synthetic_study() {
    SyntheticStudy.requests().forEach(SyntheticStudy.Request::send);
  }

  @Test
  void a_record_that_was_never_indexed_is_indexed() {
    Map<String, List<String>> before = derived.rows();
    for (String table :
        List.of("resource_search", "search_date", "search_quantity", "search_text")) {
      assertThat(before.get(table)).as(table).isNotEmpty();
      derived.change("DELETE FROM " + table);
    }
    derived.change("UPDATE search_state SET rules = 0");

    atStart.bringUpToDate();

    assertThat(derived.rows()).isEqualTo(before);
    assertThat(derived.texts(RULES)).containsExactly(Integer.toString(SearchWriter.RULES));
  }

  @Test
  void what_other_rules_indexed_makes_room_and_what_was_never_recorded_goes() {
    Map<String, List<String>> before = derived.rows();
    derived.change("UPDATE resource_search SET tokens = '{other}' WHERE hashtext(id) % 2 = 0");
    derived.change(
        "INSERT INTO resource_search SELECT type, 'gone', last_updated, tokens"
            + " FROM resource_search LIMIT 1");
    derived.change("UPDATE search_date SET parameter = 'other' WHERE hashtext(id) % 2 = 0");
    derived.change(
        "INSERT INTO search_date SELECT type, parameter, 'gone', starts, ends"
            + " FROM search_date LIMIT 1");
    derived.change("INSERT INTO search_quantity SELECT * FROM search_quantity");
    derived.change("UPDATE search_text SET id = 'gone'");
    derived.change("UPDATE search_state SET rules = 0");

    atStart.bringUpToDate();

    assertThat(derived.rows()).isEqualTo(before);
  }

  @Test
  void what_the_same_rules_indexed_is_left_alone() {
    derived.change("DELETE FROM search_date");
    Map<String, List<String>> before = derived.rows();

    atStart.bringUpToDate();

    assertThat(derived.rows()).isEqualTo(before);
  }
}
