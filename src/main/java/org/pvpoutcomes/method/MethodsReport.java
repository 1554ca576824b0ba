package org.pvpoutcomes.method;

import java.util.List;

/** All methods. */
public record MethodsReport(List<Method> methods) {

  /** Copies the list. */
  public MethodsReport {
    methods = List.copyOf(methods);
  }
}
