package org.pvpoutcomes.export;

import java.util.ArrayList;
import java.util.List;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.study.Protocol;

/**
 * All tables of a study, and the dictionary that says of each variable of each of them what it is,
 * its own variables included. It is made from the tables, so neither can have what the other lacks.
 */
final class Dictionary {

  /** Its name as a table. */
  static final String NAME = "dictionary";

  private Dictionary() {}

  private record Entry(String table, Variable<?> variable) {}

  /** The tables in the order in which they are listed; the dictionary is the last. */
  static List<Table<?>> tables(Protocol protocol, StrataBands bands) {
    List<Table<?>> tables = new ArrayList<>();
    tables.add(MemberTables.values(protocol));
    tables.add(MemberTables.patients(bands));
    tables.add(TreatmentTables.vertebrae());
    tables.add(TreatmentTables.events());
    tables.addAll(ProtocolTables.of(protocol));
    tables.add(dictionary(tables));
    return List.copyOf(tables);
  }

  private static Table<Entry> dictionary(List<Table<?>> others) {
    List<Variable<Entry>> own = own();
    List<Entry> entries = new ArrayList<>();
    for (Table<?> table : others) {
      table.variables().forEach(variable -> entries.add(new Entry(table.name(), variable)));
    }
    own.forEach(variable -> entries.add(new Entry(NAME, variable)));
    return Table.of(NAME, "One row per variable of each table", own, entries);
  }

  private static List<Variable<Entry>> own() {
    return List.of(
        Variable.text("table", "Table", "The table that has the variable.", Entry::table),
        Variable.text(
            "variable", "Variable", "Its name in the table.", entry -> entry.variable.name()),
        Variable.text(
            "label", "Label", "What a paper would call it.", entry -> entry.variable.label()),
        Variable.<Entry>text(
                "type",
                "Type",
                "codes: any number of codes, in CSV with semicolons between them.",
                entry -> entry.variable.type().code())
            .oneOf(List.of(Variable.Type.values()).stream().map(Variable.Type::code).toList()),
        Variable.text("unit", "Unit", "UCUM. Empty without one.", entry -> entry.variable.unit()),
        Variable.codes(
            "allowed",
            "Allowed values",
            "The only values there can be. Empty where they are not listed.",
            entry -> entry.variable.allowed()),
        Variable.decimal(
            "minimum",
            "Smallest value",
            "Empty where nothing limits it.",
            entry -> entry.variable.minimum()),
        Variable.decimal(
            "maximum",
            "Largest value",
            "Empty where nothing limits it.",
            entry -> entry.variable.maximum()),
        Variable.text(
            "definition",
            "Definition",
            "What it says, and where it comes from.",
            entry -> entry.variable.definition()));
  }
}
