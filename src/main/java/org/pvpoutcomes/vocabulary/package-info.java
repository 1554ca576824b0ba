/**
 * Code to study concept, read from FHIR ConceptMaps: the ones shipped with the service and those
 * that a site uploads. It knows neither the resources that carry the codes nor the study that uses
 * the concepts.
 */
@NullMarked
package org.pvpoutcomes.vocabulary;

import org.jspecify.annotations.NullMarked;
