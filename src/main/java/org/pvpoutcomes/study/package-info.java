/**
 * The study model in plain Java: facts about patients, instruments and their scores, the study
 * protocol, and the derivation that turns all facts of one patient into that patient's member row.
 * It knows neither FHIR nor a database, nor the clock: the JDK is all it may use.
 */
@NullMarked
package org.pvpoutcomes.study;

import org.jspecify.annotations.NullMarked;
