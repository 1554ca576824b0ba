package org.pvpoutcomes.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.Condition;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.IdentifierCriterion;

/** Reads the query of a search or of a condition (FHIR R4 search.html, http.html#cond-update). */
public final class SearchQueryReader {

  private static final int MOST_VALUES = 1000;
  private static final int MOST_SORT_KEYS = 10;

  private SearchQueryReader() {}

  /**
   * Reads a search.
   *
   * @param type resource type that is searched
   * @param all decoded, in their order
   * @param skipped names that somebody else reads
   * @param context what it is relative to
   * @throws SearchRefusedException if a known parameter has a value or a modifier that it cannot
   *     have
   */
  public static SearchRequest read(
      String type, List<QueryParameter> all, Set<String> skipped, SearchContext context) {
    List<QueryParameter> query =
        all.stream().filter(parameter -> !skipped.contains(parameter.name())).toList();
    limit(query);
    ResultParameters results = new ResultParameters(type);
    List<Criterion> criteria = new ArrayList<>();
    List<SearchRequest.NotUnderstood> notUnderstood = new ArrayList<>();
    List<QueryParameter> self = new ArrayList<>();
    for (QueryParameter parameter : query) {
      String unclear = null;
      if (ResultParameters.has(parameter.name())) {
        unclear = results.read(parameter);
      } else {
        Criterion criterion = criterion(type, parameter, context);
        if (criterion == null) {
          unclear = unknown(type, parameter.name());
        } else {
          criteria.add(criterion);
        }
      }
      if (unclear == null) {
        self.add(parameter);
      } else {
        notUnderstood.add(new SearchRequest.NotUnderstood(parameter.name(), unclear));
      }
    }
    return results.request(new Criteria(type, criteria), notUnderstood, self);
  }

  /** Each value is a condition of its own to the database, and each sort key a column. */
  private static void limit(List<QueryParameter> query) {
    long values = 0;
    long sortKeys = 0;
    for (QueryParameter parameter : query) {
      long here = 1 + parameter.value().chars().filter(c -> c == ',').count();
      values += here;
      sortKeys += parameter.name().equals("_sort") ? here : 0;
      if (sortKeys > MOST_SORT_KEYS) {
        throw tooMany("_sort", "Results can be sorted by " + MOST_SORT_KEYS + " keys at most.");
      }
    }
    if (values > MOST_VALUES) {
      throw tooMany(
          query.getFirst().name(),
          "A search can have " + MOST_VALUES + " values at most; split it into several.");
    }
  }

  private static SearchRefusedException tooMany(String parameter, String text) {
    return new SearchRefusedException(SearchRefusedException.Kind.BAD_VALUE, parameter, text);
  }

  /**
   * Reads a condition: everything must be understood, because a condition that is read more loosely
   * than it was meant would overwrite or delete the wrong resource.
   *
   * @param query decoded, in its order, without parameters that concern the answer only
   * @param base the server's base URL; null if it is not known
   * @throws SearchRefusedException for anything else than criteria on the resource itself, and for
   *     none
   */
  public static Condition condition(
      String type, List<QueryParameter> query, @Nullable String base) {
    limit(query);
    if (query.isEmpty()) {
      throw SearchRefusedException.badValue(
          "", "The condition is empty; write identifier=system|value or another search.");
    }
    SearchContext context = new SearchContext(null, base);
    List<Criterion> criteria = new ArrayList<>();
    for (QueryParameter parameter : query) {
      String name = parameter.name();
      if (ResultParameters.has(name)) {
        throw SearchRefusedException.notSupported(
            name, "Parameters that concern the result of a search do not belong to a condition.");
      }
      Criterion criterion = criterion(type, parameter, context);
      if (criterion == null) {
        throw SearchRefusedException.notSupported(name, unknown(type, name));
      }
      refuseSystemAlone(parameter);
      if (criterion instanceof Criterion.Chain) {
        throw SearchRefusedException.notSupported(
            name, "A condition cannot look into other resources; ask for the reference itself.");
      }
      criteria.add(criterion);
    }
    IdentifierCriterion identifier = query.size() == 1 ? identifier(type, query.getFirst()) : null;
    return identifier == null ? new Criteria(type, criteria) : identifier;
  }

  /**
   * A search takes {@code system|} for any identifier of the system (search.html#token). In a
   * condition it is what a template writes whose value was empty, and it would match whoever is the
   * only one there.
   */
  private static void refuseSystemAlone(QueryParameter parameter) {
    if (parameter.name().equals("identifier")
        && EscapedText.split(parameter.value(), ',').stream()
            .map(value -> EscapedText.split(value, '|'))
            .anyMatch(parts -> parts.size() > 1 && parts.getLast().isEmpty())) {
      throw SearchRefusedException.badValue(
          "identifier", "The identifier of a condition has a system and no value.");
    }
  }

  private static @Nullable IdentifierCriterion identifier(String type, QueryParameter parameter) {
    if (!parameter.name().equals("identifier")) {
      return null;
    }
    List<String> values = EscapedText.split(parameter.value(), ',');
    List<String> parts = EscapedText.split(values.getFirst(), '|');
    return values.size() == 1 && parts.size() == 2 && !parts.get(1).isEmpty()
        ? new IdentifierCriterion(
            type, EscapedText.plain(parts.get(0)), EscapedText.plain(parts.get(1)))
        : null;
  }

  /** Null if the type has no such parameter. */
  private static @Nullable Criterion criterion(
      String type, QueryParameter query, SearchContext context) {
    String name = query.name();
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    int colon = first.indexOf(':');
    SearchParameter parameter =
        SearchParameters.find(type, colon < 0 ? first : first.substring(0, colon));
    if (parameter == null) {
      return null;
    }
    String modifier = colon < 0 ? "" : first.substring(colon + 1);
    if (colon >= 0 && modifier.isEmpty()) {
      throw SearchRefusedException.notSupported(parameter.name(), "The modifier has no name.");
    }
    return dot < 0
        ? new CriterionReader(parameter, context).read(modifier, query.value())
        : Chains.read(
            parameter,
            modifier,
            new QueryParameter(name.substring(dot + 1), query.value()),
            context);
  }

  private static String unknown(String type, String name) {
    String known =
        String.join(", ", SearchParameters.of(type).stream().map(SearchParameter::name).toList());
    String text =
        "Not a search parameter of "
            + type
            + " on this server; there are "
            + (known.isEmpty() ? "none" : known)
            + ".";
    return name.isEmpty() ? "A parameter has no name." : text;
  }
}
