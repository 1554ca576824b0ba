/**
 * Facts, members and counts in PostgreSQL, and the queries over them. It knows the study, but
 * neither FHIR nor statistics: what leaves it are frequency tables and member rows.
 */
@NullMarked
package org.pvpoutcomes.cohort;

import org.jspecify.annotations.NullMarked;
