/**
 * The HTTP edge that speaks FHIR R4: interactions, the reading and checking of what is sent,
 * OperationOutcomes and the CapabilityStatement. It knows nothing of the study.
 */
@NullMarked
package org.pvpoutcomes.fhir;

import org.jspecify.annotations.NullMarked;
