package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import org.pvpoutcomes.study.OmedFactors;

/** The table of equivalent doses of opioids in force, read once at the start. */
@ApplicationScoped
public class OmedTable {

  private final OmedFactors factors;

  /** Reads the table that ships; one that cannot be used stops the start. */
  OmedTable() {
    factors = new OmedFactorsLoader().load();
  }

  /** The table by which daily doses are made comparable. */
  public OmedFactors factors() {
    return factors;
  }
}
