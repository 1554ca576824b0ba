package org.pvpoutcomes.openapi;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import java.util.ArrayList;
import java.util.List;

/**
 * Registers {@link ContractFilter} for every {@code @QuarkusTest} (found by its service file), so
 * that no test of the API can forget it.
 */
public final class ContractExtension implements QuarkusTestBeforeClassCallback {

  @Override
  public void beforeClass(Class<?> testClass) {
    List<Filter> filters = new ArrayList<>(RestAssured.filters());
    if (filters.stream().noneMatch(ContractFilter.class::isInstance)) {
      filters.add(new ContractFilter());
      RestAssured.replaceFiltersWith(filters);
    }
  }
}
