package org.pvpoutcomes.mapping;

/**
 * A code at a place where the study reads codes, that the vocabulary neither maps nor deliberately
 * leaves out: an entry of the to-do list of whoever connects a hospital.
 *
 * @param element FHIR path of the element without indexes, such as {@code Procedure.bodySite}
 * @param system code system, or the canonical of a questionnaire, at most its first 500 characters;
 *     empty where none is sent
 * @param code the code or linkId, at most its first 100 characters
 */
public record UnmappedCode(String element, String system, String code) {}
