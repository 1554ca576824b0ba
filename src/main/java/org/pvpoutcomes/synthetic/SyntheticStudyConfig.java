package org.pvpoutcomes.synthetic;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether the service fills itself with the synthetic study. */
@ConfigMapping(prefix = "pvp.synthetic-study")
public interface SyntheticStudyConfig {

  /**
   * Whether the synthetic study is posted to the service's own FHIR endpoint at start. Off by
   * default and in production, where invented patients have no place; on in development mode.
   * Posting it again changes nothing.
   */
  @WithDefault("false")
  boolean load();
}
