package org.pvpoutcomes.mapping;

import org.pvpoutcomes.study.SourceVersion;

/**
 * What every mapper needs to read one resource version.
 *
 * @param source the version that is read
 * @param codes what codes mean
 * @param findings collects what is found
 */
record Reading(SourceVersion source, Codes codes, Findings findings) {}
