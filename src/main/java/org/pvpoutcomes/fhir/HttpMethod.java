package org.pvpoutcomes.fhir;

/** The HTTP methods of FHIR's interactions, in the order in which a Bundle is processed. */
enum HttpMethod {
  DELETE,
  POST,
  PUT,
  PATCH,
  GET,
  /** A GET that is answered without the resource. */
  HEAD
}
