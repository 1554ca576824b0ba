package org.pvpoutcomes.conformance;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.conformance.ValidationConfig.OnWrite;

/** What becomes of a resource that is written and breaks a profile, as the site has set it. */
@Singleton
@Startup // A profile that is misspelt in the configuration must stop the start, not the first
// write.
public class WriteValidation {

  private final ProfileValidator validator;
  private final OnWrite onWrite;
  private final Map<String, List<String>> profilesByType = new HashMap<>();

  WriteValidation(
      ValidationConfig config, ConformanceResources resources, ProfileValidator validator) {
    this.validator = validator;
    this.onWrite = config.onWrite();
    for (String profile : config.profiles().orElse(List.of())) {
      profilesByType
          .computeIfAbsent(constrainedType(resources, profile), type -> new ArrayList<>())
          .add(profile);
    }
  }

  /** Whether anything is validated. */
  public boolean isOn() {
    return onWrite != OnWrite.OFF;
  }

  /**
   * What the validator says of a resource that is about to be written.
   *
   * @param type its resource type
   * @param json the resource as it was sent: references between the entries of a Bundle and
   *     conditional ones are not resolved yet, and the id and version that it will get are not in
   *     it
   * @return the worst first; none when validation is off
   */
  public List<ValidationIssue> issues(String type, String json) {
    return isOn()
        ? validator.validate(json, profilesByType.getOrDefault(type, List.of()))
        : List.of();
  }

  /** Whether a resource with these issues must not be stored. */
  public boolean refuses(List<ValidationIssue> issues) {
    return onWrite == OnWrite.ENFORCE && issues.stream().anyMatch(ValidationIssue::isError);
  }

  private static String constrainedType(ConformanceResources resources, String profile) {
    return resources
        .find(profile)
        .map(ConformanceResource::constrainedType)
        .filter(type -> !type.isEmpty() && !type.equals("Extension"))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "pvp.validation.profiles: "
                        + profile
                        + " is not the canonical URL of a profile of this service"));
  }
}
