/**
 * Problem details (RFC 9457) for every answer that is not FHIR: what went wrong, where, and what
 * would be right. The one table from kind of failure to status is {@link
 * org.pvpoutcomes.problem.ProblemType}.
 */
@NullMarked
package org.pvpoutcomes.problem;

import org.jspecify.annotations.NullMarked;
