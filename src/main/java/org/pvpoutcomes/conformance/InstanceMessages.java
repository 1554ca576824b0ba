package org.pvpoutcomes.conformance;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.IValidationContext;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.utilities.validation.ValidationMessage;

/**
 * HAPI's validator with its own messages, which say what kind of issue each is; those of its public
 * method do not.
 */
final class InstanceMessages extends FhirInstanceValidator {

  InstanceMessages(IValidationSupport support) {
    super(support);
    setAnyExtensionsAllowed(true);
    setErrorForUnknownProfiles(false);
    setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    setAssumeValidRestReferences(true);
  }

  /** All messages on one resource. */
  List<ValidationMessage> of(IValidationContext<?> resource) {
    return validate(resource);
  }
}
