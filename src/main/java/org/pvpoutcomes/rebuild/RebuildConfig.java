package org.pvpoutcomes.rebuild;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

/** When everything derived is made anew without being asked for over HTTP. */
@ConfigMapping(prefix = "pvp.rebuild")
public interface RebuildConfig {

  /**
   * Whether a rebuild is asked for when the service starts. Useful once, after an upgrade whose
   * mapping or shipped ConceptMaps differ. The service answers meanwhile. An interrupted rebuild is
   * resumed; of several instances that start together only one does the work.
   */
  @WithName("at-start")
  @WithDefault("false")
  boolean atStart();
}
