package org.pvpoutcomes.reference;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service has derived, row by row, and a way to damage it. */
public final class DerivedTables {

  private static final List<String> TABLES =
      List.of(
          "resource_facts",
          "resource_search",
          "search_date",
          "search_quantity",
          "search_text",
          "patient_link",
          "patient_survivor",
          "member",
          "member_vertebra",
          "member_event",
          "frozen_trace");

  private final AgroalDataSource database;

  /** Of the database that the service under test uses. */
  public DerivedTables(AgroalDataSource database) {
    this.database = database;
  }

  /** All rows of each table as text, with all their columns. */
  public Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(table, texts("SELECT CAST(t AS text) FROM " + table + " t ORDER BY 1"));
    }
    return rows;
  }

  /** The first column of what a query finds. */
  public List<String> texts(String query) {
    List<String> texts = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        texts.add(found.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return texts;
  }

  /** Carries out one statement, which must concern some row. */
  public void change(String statement) {
    try (Connection connection = database.getConnection();
        Statement change = connection.createStatement()) {
      if (change.executeUpdate(statement) == 0) {
        throw new AssertionError("Changed nothing: " + statement);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
