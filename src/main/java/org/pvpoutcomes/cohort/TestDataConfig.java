package org.pvpoutcomes.cohort;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.pvpoutcomes.study.TestData;

/** Whether test data count: resources whose security label or tag is {@code HTEST}. */
@ConfigMapping(prefix = "pvp.test-data")
public interface TestDataConfig {

  /**
   * Whether resources that are marked as test data count in the figures. They do not by default and
   * in production; they do in development mode and in tests. They are stored, and can be read, in
   * either case. After a change the members are derived again from the next start on.
   */
  @WithDefault("false")
  boolean counted();

  /** The setting in the terms of the study. */
  default TestData testData() {
    return counted() ? TestData.COUNTED : TestData.LEFT_OUT;
  }
}
