/**
 * What a request for figures asks about: which study, and which state of it. All result families
 * read it alike. Knows parameters and datasets, no figures.
 */
@NullMarked
package org.pvpoutcomes.question;

import org.jspecify.annotations.NullMarked;
