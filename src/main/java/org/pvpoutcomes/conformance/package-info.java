/**
 * What this service defines for others: profiles, code systems, value sets, concept maps and search
 * parameters, as read-only resources, and the validation against them. It knows nothing of HTTP and
 * of the database.
 */
@NullMarked
package org.pvpoutcomes.conformance;

import org.jspecify.annotations.NullMarked;
