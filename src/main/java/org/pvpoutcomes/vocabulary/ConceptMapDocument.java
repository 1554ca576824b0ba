package org.pvpoutcomes.vocabulary;

/**
 * A FHIR R4 ConceptMap as text.
 *
 * @param name what messages call it: its id or its URL
 * @param json the resource
 */
public record ConceptMapDocument(String name, String json) {}
