package org.pvpoutcomes.export;

import java.util.List;

/**
 * The tables of the data set of a study.
 *
 * @param script path of the R script that reads the tables and computes the figures
 */
public record DatasetReport(String study, List<TableLink> tables, String script) {

  /** Copies the list. */
  public DatasetReport {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param title what one row is
   * @param link path and query, narrowed as this answer was asked for
   */
  public record TableLink(String table, String title, List<String> variables, String link) {
    /** Copies the list. */
    public TableLink {
      variables = List.copyOf(variables);
    }
  }
}
