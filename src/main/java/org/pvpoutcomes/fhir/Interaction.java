package org.pvpoutcomes.fhir;

/** FHIR R4's RESTful interactions (http.html), as far as they are offered here. */
enum Interaction {
  READ(false),
  VREAD(false),
  UPDATE(true),
  PATCH(true),
  DELETE(true),
  HISTORY_INSTANCE(false),
  CREATE(true),
  SEARCH_TYPE(false),
  HISTORY_TYPE(false),
  HISTORY_SYSTEM(false),
  CAPABILITIES(false),
  /** transaction or batch. */
  BUNDLE(true),
  OPERATION(false);

  private final boolean writes;

  Interaction(boolean writes) {
    this.writes = writes;
  }

  /** Whether it can change what is stored. */
  boolean writes() {
    return writes;
  }
}
