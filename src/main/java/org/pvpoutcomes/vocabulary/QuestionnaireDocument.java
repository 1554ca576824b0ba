package org.pvpoutcomes.vocabulary;

/**
 * A FHIR R4 Questionnaire as text.
 *
 * @param name what messages call it: its type and id
 * @param json the resource
 */
public record QuestionnaireDocument(String name, String json) {}
