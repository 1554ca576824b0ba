package org.pvpoutcomes.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;

/** The studies that are added to the service. */
@ConfigMapping(prefix = "pvp.studies")
public interface StudiesConfig {

  /**
   * How long the members of a version are kept after another one took its place: longer than any
   * answer takes to compute, because one that has begun is still computed from them.
   */
  @WithName("keep-replaced")
  @WithDefault("PT10M")
  Duration keepReplaced();
}
