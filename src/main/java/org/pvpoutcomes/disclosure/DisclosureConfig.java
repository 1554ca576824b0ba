package org.pvpoutcomes.disclosure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may read what. */
@ConfigMapping(prefix = "pvp.disclosure")
public interface DisclosureConfig {

  /**
   * Whether everybody who can reach the service reads everything: single patients, small counts,
   * exact figures, any condition. If not, disclosure control is applied to all answers below {@code
   * /api/v1}. It says nothing of {@code /fhir}, where the record itself is read and written.
   */
  @WithDefault("true")
  boolean fullAccess();
}
