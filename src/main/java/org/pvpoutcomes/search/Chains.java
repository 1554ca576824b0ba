package org.pvpoutcomes.search;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.pvpoutcomes.record.Criterion;

/** Reads {@code subject:Patient.identifier=…} (FHIR R4 search.html#chaining), one level of it. */
final class Chains {

  private Chains() {}

  /**
   * Reads a chain.
   *
   * @param modifier the type of the target; empty if the request leaves it open
   * @param rest what follows the dot, with the value
   * @throws SearchRefusedException if no stored type can be the target, or it lacks the parameter
   */
  static Criterion read(
      SearchParameter parameter, String modifier, QueryParameter rest, SearchContext context) {
    String name = parameter.name();
    if (parameter.kind() != SearchParameter.Kind.REFERENCE || parameter.isCanonical()) {
      throw SearchRefusedException.notSupported(
          name, "Only a parameter for references to resources can be chained.");
    }
    if (rest.name().indexOf('.') >= 0) {
      throw SearchRefusedException.notSupported(name, "A chain can have one level.");
    }
    int colon = rest.name().indexOf(':');
    String target = colon < 0 ? rest.name() : rest.name().substring(0, colon);
    NavigableSet<String> types = new TreeSet<>();
    SearchParameter found = null;
    boolean same = true;
    for (String type : SearchParameters.types()) {
      SearchParameter candidate = SearchParameters.find(type, target);
      if (candidate != null
          && (modifier.isEmpty() || modifier.equals(type))
          && (parameter.targets().isEmpty() || parameter.targets().contains(type))) {
        types.add(type);
        same = same && (found == null || meansTheSame(found, candidate));
        found = candidate;
      }
    }
    if (found == null) {
      throw SearchRefusedException.notSupported(
          name, "No resource type that is stored, and that this may refer to, has the parameter.");
    }
    if (!same) {
      throw SearchRefusedException.notSupported(
          name,
          "The targets differ in that parameter; write the type, as in subject:Patient.code.");
    }
    String last = colon < 0 ? "" : rest.name().substring(colon + 1);
    return new Criterion.Chain(
        name, types, new CriterionReader(found, context).read(last, rest.value()));
  }

  private static boolean meansTheSame(SearchParameter one, SearchParameter other) {
    return one.kind() == other.kind() && one.targets().equals(other.targets());
  }
}
