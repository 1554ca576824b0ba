package org.pvpoutcomes.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The validator with the class loaders and the settings of the service. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValidatorInTheServiceTest {

  @Inject ProfileValidator validator;
  @Inject WriteValidation writes;

  @Test
  void it_validates() {
    assertThat(validator.validate(Examples.read(Examples.valid("vas-pain-observation")), List.of()))
        .noneMatch(ValidationIssue::isError);
  }

  @Test
  void writes_are_not_validated_unless_the_site_says_so() {
    assertThat(writes.isOn()).isFalse();
  }
}
