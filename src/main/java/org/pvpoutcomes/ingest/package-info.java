/**
 * The one transaction that ties it all together: versions are recorded, mapped to facts, and the
 * member rows of the patients they touch are derived again. A write that returns is durable and
 * already in the next outcome answer; one that throws has stored nothing.
 */
@NullMarked
package org.pvpoutcomes.ingest;

import org.jspecify.annotations.NullMarked;
