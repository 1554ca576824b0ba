package org.pvpoutcomes.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.conformance.ValidationConfig.OnWrite;
import org.pvpoutcomes.vocabulary.Canonical;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WriteValidationTest {

  private static final ConformanceResources RESOURCES = new ConformanceResources();
  private static final ProfileValidator VALIDATOR = new ProfileValidator(RESOURCES);
  private static final String VAS = Canonical.BASE + "/StructureDefinition/vas-pain-observation";
  private static final String OBSERVATION =
      "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"pain\"}}";
  private static final String MISSPELT = OBSERVATION.replace("final", "finall");

  @Test
  void nothing_is_validated_while_it_is_off() {
    WriteValidation off = validation(OnWrite.OFF);

    assertThat(off.isOn()).isFalse();
    assertThat(off.issues("Observation", MISSPELT)).isEmpty();
  }

  @Test
  void a_report_names_errors_and_refuses_nothing() {
    WriteValidation report = validation(OnWrite.REPORT);

    List<ValidationIssue> issues = report.issues("Observation", MISSPELT);

    assertThat(issues)
        .filteredOn(ValidationIssue::isError)
        .extracting(ValidationIssue::toString)
        .containsOnly("error code-invalid at Observation.status");
    assertThat(report.refuses(issues)).isFalse();
  }

  @Test
  void what_is_enforced_refuses_errors_and_nothing_less() {
    WriteValidation enforce = validation(OnWrite.ENFORCE);

    assertThat(enforce.refuses(enforce.issues("Observation", MISSPELT))).isTrue();
    assertThat(enforce.refuses(enforce.issues("Observation", OBSERVATION))).isFalse();
  }

  @Test
  void a_configured_profile_holds_for_all_resources_of_its_type() {
    WriteValidation enforce = validation(OnWrite.ENFORCE, VAS);

    assertThat(enforce.refuses(enforce.issues("Observation", OBSERVATION))).isTrue();
    assertThat(enforce.refuses(enforce.issues("Patient", "{\"resourceType\":\"Patient\"}")))
        .isFalse();
  }

  @Test
  void a_misspelt_profile_stops_the_start() {
    assertThatThrownBy(() -> validation(OnWrite.OFF, VAS + "s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "pvp.validation.profiles: "
                + VAS
                + "s is not the canonical URL of a profile of this service");
  }

  private static WriteValidation validation(OnWrite onWrite, String... profiles) {
    return new WriteValidation(new Settings(onWrite, List.of(profiles)), RESOURCES, VALIDATOR);
  }

  private record Settings(OnWrite onWrite, List<String> all) implements ValidationConfig {
    @Override
    public Optional<List<String>> profiles() {
      return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    @Override
    public Optional<Boolean> warmUp() {
      return Optional.empty();
    }
  }
}
