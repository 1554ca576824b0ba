/**
 * Reads one FHIR R4 resource version and says what it means for the study: facts, and findings for
 * everything that could not be used. A pure function of that resource and the vocabulary: it never
 * reads the database, the clock or another resource, and never guesses.
 */
@NullMarked
package org.pvpoutcomes.mapping;

import org.jspecify.annotations.NullMarked;
