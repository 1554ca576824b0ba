package org.pvpoutcomes.search;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A search parameter of a resource type, as FHIR R4 4.0.1 defines it.
 *
 * @param type resource type that it is on
 * @param name as a query has it
 * @param elements where its values stand; those of {@code _id} and {@code _lastUpdated} are kept
 *     with the version and are in no SearchValues
 * @param targets types that a reference may go to; empty for any, and for other kinds
 * @param onlyTargets whether only references to the targets are values, as for {@code patient}
 * @param codeSystem of values that are codes without a system of their own; empty if there is none
 * @param definition canonical URL
 */
public record SearchParameter(
    String type,
    String name,
    Kind kind,
    List<Element> elements,
    NavigableSet<String> targets,
    boolean onlyTargets,
    String codeSystem,
    String definition) {

  /** FHIR R4 search.html#ptypes. */
  public enum Kind {
    TOKEN,
    REFERENCE,
    DATE,
    QUANTITY,
    STRING,
    URI;

    /** As SearchParameter.type has it. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Values in the JSON tree.
   *
   * @param path property names from the resource on; arrays are gone through
   * @param dataType FHIR data type of the values
   */
  public record Element(List<String> path, String dataType) {
    /** Copies the list. */
    public Element {
      path = List.copyOf(path);
    }
  }

  /** Copies the lists. */
  public SearchParameter {
    elements = List.copyOf(elements);
    targets = Collections.unmodifiableNavigableSet(new TreeSet<>(targets));
  }

  /** Whether it refers by canonical URL, so that its value is no type and id. */
  public boolean isCanonical() {
    return kind == Kind.REFERENCE
        && elements.stream().noneMatch(element -> element.dataType().equals("Reference"));
  }
}
