package org.pvpoutcomes.conformance;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.ValidationContext;
import ca.uhn.fhir.validation.ValidationOptions;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.hl7.fhir.utilities.http.ManagedWebAccess.WebAccessPolicy;
import org.hl7.fhir.utilities.i18n.I18nConstants;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.utilities.validation.ValidationMessage.IssueType;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.conformance.ValidationIssue.Severity;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * Validates resources against FHIR R4 and the profiles of this service, with HAPI's validator.
 *
 * <p>Codes are checked against the code systems and value sets of this service and of the R4
 * specification. Of others, such as SNOMED CT and LOINC, no content is here, so any of their codes
 * may be right. References are not followed. Extensions that nobody here defines are allowed.
 *
 * <p>The validator is built at the first use, which takes seconds. Thread-safe.
 */
@Singleton
public class ProfileValidator {

  /** So many issues tell a sender enough. */
  static final int MAX_ISSUES = 100;

  /** HAPI notes type and id of a contained resource behind its index. */
  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/");

  private final ConformanceResources resources;
  private final FhirContext fhir = FhirContext.forR4Cached();
  private @Nullable Loaded loaded;

  /** Nothing is loaded yet. */
  public ProfileValidator(ConformanceResources resources) {
    this.resources = resources;
  }

  private record Loaded(IValidationSupport support, InstanceMessages messages) {}

  /**
   * Validates one resource against FHIR R4, the profiles that it claims in {@code meta.profile},
   * and {@code profiles}. That a claimed profile is not known is a warning.
   *
   * @param json the resource
   * @param profiles canonical URLs, with or without version
   * @return the worst first, within a severity in the order of the resource; at most {@value
   *     #MAX_ISSUES}
   * @throws UnknownProfileException if one of {@code profiles} is not known
   */
  public List<ValidationIssue> validate(String json, List<String> profiles) {
    Loaded validator = loaded();
    ValidationOptions options = new ValidationOptions();
    for (String profile : profiles) {
      options.addProfile(known(profile, validator.support()));
    }
    return validator.messages().of(ValidationContext.forText(fhir, json, options)).stream()
        .map(ProfileValidator::issue)
        .distinct()
        .sorted(Comparator.comparing(ValidationIssue::severity))
        .limit(MAX_ISSUES)
        .toList();
  }

  /** Loads what the first validations need. Takes seconds and some hundred megabytes. */
  void warmUp() {
    for (ConformanceResource profile : resources.ofType("StructureDefinition")) {
      String type = profile.constrainedType();
      if (!type.equals("Extension")) {
        validate("{\"resourceType\":\"" + type + "\"}", List.of(profile.url()));
      }
    }
  }

  /** The URL without version, under which the validator finds it. */
  private static String known(String profile, IValidationSupport support) {
    String url = Canonical.withoutVersion(profile);
    if (url.isEmpty()
        || !(support.fetchStructureDefinition(url) instanceof StructureDefinition definition)
        || !(profile.equals(url) || profile.equals(url + "|" + definition.getVersion()))) {
      throw new UnknownProfileException();
    }
    return url;
  }

  private synchronized Loaded loaded() {
    Loaded validator = loaded;
    if (validator == null) {
      IValidationSupport support = support();
      validator = new Loaded(support, new InstanceMessages(support));
      loaded = validator;
    }
    return validator;
  }

  private IValidationSupport support() {
    // HAPI would ask a package server for what it does not find; nothing may leave on that way.
    ManagedWebAccess.setAccessPolicy(WebAccessPolicy.PROHIBITED);
    PrePopulatedValidationSupport ours = new PrePopulatedValidationSupport(fhir);
    IParser parser = fhir.newJsonParser();
    resources.all().forEach(resource -> ours.addResource(parser.parseResource(resource.json())));
    return new ValidationSupportChain(
        ours,
        new DefaultProfileValidationSupport(fhir),
        new CommonCodeSystemsTerminologyService(fhir),
        new InMemoryTerminologyServerValidationSupport(fhir),
        new SnapshotGeneratingValidationSupport(fhir));
  }

  private static ValidationIssue issue(ValidationMessage message) {
    return new ValidationIssue(
        severity(message),
        message.getType() == null ? "processing" : message.getType().toCode(),
        message.getLocation() == null ? "" : COMMENT.matcher(message.getLocation()).replaceAll(""),
        message.getMessage());
  }

  private static Severity severity(ValidationMessage message) {
    if (saysThatCodeSystemIsNotHere(message)) {
      return Severity.INFORMATION;
    }
    return switch (message.getLevel()) {
      case FATAL -> Severity.FATAL;
      case ERROR -> Severity.ERROR;
      case WARNING -> Severity.WARNING;
      case null, default -> Severity.INFORMATION;
    };
  }

  /** That a code could not be looked up is no fault of the resource. */
  private static boolean saysThatCodeSystemIsNotHere(ValidationMessage message) {
    String id = message.getMessageId();
    return I18nConstants.TERMINOLOGY_TX_SYSTEM_UNSUPPORTED.equals(id)
        || (message.getType() == IssueType.NOTFOUND
            && I18nConstants.TERMINOLOGY_PASSTHROUGH_TX_MESSAGE.equals(id));
  }
}
