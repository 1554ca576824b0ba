/**
 * FHIR R4 search without a database: which parameters there are, what a resource can be found by,
 * and what a query asks for. It reads JSON trees and texts, and knows neither HTTP nor SQL.
 */
@NullMarked
package org.pvpoutcomes.search;

import org.jspecify.annotations.NullMarked;
