/**
 * The record: every accepted resource version as it was received, immutable, in PostgreSQL, and the
 * questions that writes ask of it. It knows FHIR's envelope (type, id, version, identifiers,
 * references) and nothing of the study.
 */
@NullMarked
package org.pvpoutcomes.record;

import org.jspecify.annotations.NullMarked;
