package org.pvpoutcomes.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LoggedUrlsTest {

  private static final PatternFormatter MESSAGE = new PatternFormatter("%s");

  @ParameterizedTest
  @CsvSource({
    "/fhir/Patient?name=Synthetic&x=?, HTTP Request to /fhir/Patient? failed with 7",
    "/fhir/Patient/1, HTTP Request to /fhir/Patient/1 failed with 7",
    ", HTTP Request to null failed with 7"
  })
  void the_query_of_a_URL_is_cut_off(String url, String logged) {
    ExtLogRecord message =
        new ExtLogRecord(
            Level.ERROR,
            "HTTP Request to %s failed with %d",
            ExtLogRecord.FormatStyle.PRINTF,
            LoggedUrlsTest.class.getName());
    message.setParameters(new Object[] {url, 7});
    assertThat(LoggedUrls.withoutQuery(message)).isTrue();
    assertThat(MESSAGE.format(message)).isEqualTo(logged);
  }

  @Test
  void a_message_without_parameters_is_logged_as_it_is() {
    String text = "Synthetic?";
    ExtLogRecord message = new ExtLogRecord(Level.ERROR, text, LoggedUrlsTest.class.getName());
    assertThat(LoggedUrls.withoutQuery(message)).isTrue();
    assertThat(MESSAGE.format(message)).isEqualTo(text);
  }
}
