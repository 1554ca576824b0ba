/**
 * How much of a hospital's codes the service understands: what the vocabulary was made from, which
 * concepts no code reaches, and the codes that still need a ConceptMap.
 */
@NullMarked
package org.pvpoutcomes.coverage;

import org.jspecify.annotations.NullMarked;
