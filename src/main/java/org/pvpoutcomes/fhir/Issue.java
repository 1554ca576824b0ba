package org.pvpoutcomes.fhir;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a request.
 *
 * @param kind which row of the table of failures
 * @param expression the place as FHIRPath, from the resource type; null where it is not an element
 * @param text what is wrong and what would help, without any content of the request
 */
record Issue(FailureKind kind, @Nullable String expression, String text) {}
