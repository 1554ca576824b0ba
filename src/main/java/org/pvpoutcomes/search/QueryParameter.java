package org.pvpoutcomes.search;

/**
 * One name and value of a query, decoded.
 *
 * @param name with its modifier and chain, as in {@code subject:Patient.identifier}
 */
public record QueryParameter(String name, String value) {}
