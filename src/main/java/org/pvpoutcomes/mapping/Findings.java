package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;

/** The first findings of one resource version, in the order they were made. */
final class Findings {

  /** Whoever repairs a resource needs no more at once, and an answer must stay readable. */
  private static final int MOST = 100;

  private final List<Finding> list = new ArrayList<>();
  private boolean withoutWarnings;

  /** From now on no warnings: a report that does not count cannot lack anything. */
  void suppressWarnings() {
    withoutWarnings = true;
  }

  /** Adds a finding with the text of its rule. */
  void add(Rule rule, String expression) {
    add(rule, expression, "");
  }

  /**
   * Adds a finding that also says what it is about.
   *
   * @param about codes or link ids, never a value of the patient; empty for nothing
   */
  void add(Rule rule, String expression, String about) {
    if (withoutWarnings && rule.severity() == Finding.Severity.WARNING) {
      return;
    }
    if (list.size() < MOST) {
      String text = about.isEmpty() ? rule.text() : rule.text() + " (" + about + ")";
      list.add(new Finding(rule.severity(), rule.id(), expression, text));
    } else if (list.size() == MOST) {
      Rule more = Rule.MORE_FINDINGS;
      String type = expression.split("\\.", 2)[0];
      list.add(new Finding(more.severity(), more.id(), type, more.text()));
    }
  }

  /** All of them. */
  List<Finding> list() {
    return List.copyOf(list);
  }
}
