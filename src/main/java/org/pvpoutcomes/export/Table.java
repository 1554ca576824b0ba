package org.pvpoutcomes.export;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.pvpoutcomes.cohort.PseudonymousMember;

/**
 * A table of a data set.
 *
 * @param name as in the path, lower case with hyphens
 * @param title what one row is
 * @param variables the columns, in order; names differ
 * @param rows gives the rows, in their order
 */
record Table<R>(String name, String title, List<Variable<R>> variables, Rows<R> rows) {

  /** Passes each member to the consumer. */
  interface Members {
    void each(Consumer<PseudonymousMember> member);
  }

  /** Passes each row to the consumer; holds few of them at a time. */
  interface Rows<R> {
    void each(Members members, Consumer<R> row);
  }

  /** Copies the list; refuses two variables of one name. */
  Table {
    variables = List.copyOf(variables);
    if (variables.stream().map(Variable::name).distinct().count() != variables.size()) {
      throw new IllegalArgumentException("The variables of a table have different names");
    }
  }

  /** A table of members or of what they have. */
  static <R> Table<R> ofMembers(
      String name,
      String title,
      List<Variable<R>> variables,
      Function<PseudonymousMember, List<R>> rows) {
    return new Table<>(
        name,
        title,
        variables,
        (members, row) -> members.each(member -> rows.apply(member).forEach(row)));
  }

  /** A table whose rows are known before any member is read. */
  static <R> Table<R> of(String name, String title, List<Variable<R>> variables, List<R> rows) {
    return new Table<>(name, title, variables, (_, row) -> rows.forEach(row));
  }
}
