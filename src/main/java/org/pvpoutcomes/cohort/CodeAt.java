package org.pvpoutcomes.cohort;

/**
 * A code and the element it stands in.
 *
 * @param element FHIR path without indexes ({@code Observation.code})
 * @param system code system, or the canonical of a questionnaire; empty where none is sent
 * @param code the code, or a linkId
 */
public record CodeAt(String element, String system, String code) {}
