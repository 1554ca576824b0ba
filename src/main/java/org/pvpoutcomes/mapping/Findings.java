package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;

/** The findings of one resource version, in the order they were made. */
final class Findings {

  private final List<Finding> list = new ArrayList<>();
  private boolean withoutWarnings;

  /** From now on no warnings: a report that does not count cannot lack anything. */
  void suppressWarnings() {
    withoutWarnings = true;
  }

  /** Adds a finding with the text of its rule. */
  void add(Rule rule, String expression) {
    if (!(withoutWarnings && rule.severity() == Finding.Severity.WARNING)) {
      list.add(new Finding(rule.severity(), rule.id(), expression, rule.text()));
    }
  }

  /**
   * Adds a finding that also says what it is about.
   *
   * @param about codes or link ids; never a value of the patient
   */
  void add(Rule rule, String expression, String about) {
    if (about.isEmpty()) {
      add(rule, expression);
    } else if (!(withoutWarnings && rule.severity() == Finding.Severity.WARNING)) {
      list.add(
          new Finding(rule.severity(), rule.id(), expression, rule.text() + " (" + about + ")"));
    }
  }

  /** All of them. */
  List<Finding> list() {
    return List.copyOf(list);
  }
}
