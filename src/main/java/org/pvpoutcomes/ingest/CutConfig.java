package org.pvpoutcomes.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much work the past may make. */
@ConfigMapping(prefix = "pvp.cut")
public interface CutConfig {

  /**
   * Most resources that are replayed while a caller waits. A record that had more at the moment
   * asked for is refused: its states are to be cut instead.
   */
  @WithDefault("100000")
  long largestReplay();

  /** How many replayed states are kept, so that they are not replayed for each question. */
  @WithDefault("20")
  int replaysKept();
}
