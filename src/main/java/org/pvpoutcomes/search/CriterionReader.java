package org.pvpoutcomes.search;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.Criterion.Texts.How;
import org.pvpoutcomes.record.SearchToken;

/** Reads the modifier and the values of one parameter. */
final class CriterionReader {

  private final SearchParameter parameter;
  private final String name;
  private final SearchContext context;

  /** A reader of one parameter. */
  CriterionReader(SearchParameter parameter, SearchContext context) {
    this.parameter = parameter;
    this.name = parameter.name();
    this.context = context;
  }

  /**
   * Reads one parameter.
   *
   * @param modifier without the colon; empty for none
   * @throws SearchRefusedException if the parameter cannot have the modifier or the value
   */
  Criterion read(String modifier, String value) {
    if (value.isEmpty()) {
      throw bad("The parameter has no value.");
    }
    boolean column = name.equals("_id") || name.equals("_lastUpdated");
    if (modifier.equals("missing") && !column) {
      return missing(value);
    }
    List<String> values = EscapedText.split(value, ',');
    if (values.contains("")) {
      throw bad("One of the values is empty; write a comma that belongs to a value as \\,.");
    }
    if (column && !modifier.isEmpty()) {
      throw modifier("none");
    }
    return switch (parameter.kind()) {
      case TOKEN -> name.equals("_id") ? ids(values) : token(modifier, values);
      case REFERENCE -> reference(modifier, values);
      case URI -> uri(modifier, values);
      case STRING -> text(modifier, values);
      case DATE -> date(modifier, values);
      case QUANTITY -> quantity(modifier, values);
    };
  }

  private Criterion missing(String value) {
    NavigableSet<String> present = tokens(List.of(SearchToken.present(name)), Function.identity());
    return switch (value) {
      case "true" -> new Criterion.NoTokens(present);
      case "false" -> new Criterion.Tokens(present);
      default -> throw bad("The value of :missing must be true or false.");
    };
  }

  private static Criterion ids(List<String> values) {
    return new Criterion.Ids(tokens(values, EscapedText::plain));
  }

  private Criterion token(String modifier, List<String> values) {
    NavigableSet<String> tokens = tokens(values, this::token);
    return switch (modifier) {
      case "" -> new Criterion.Tokens(tokens);
      case "not" -> new Criterion.NoTokens(tokens);
      default -> throw modifier(":not, :missing");
    };
  }

  private String token(String value) {
    List<String> parts = parts(value);
    if (parts.size() == 1) {
      return SearchToken.code(name, parts.getFirst());
    }
    return parts.get(1).isEmpty()
        ? SearchToken.system(name, parts.get(0))
        : SearchToken.coding(name, parts.get(0), parts.get(1));
  }

  /** The code alone, or the system and the code, one of which may be empty. */
  private List<String> parts(String value) {
    List<String> parts = EscapedText.split(value, '|').stream().map(EscapedText::plain).toList();
    if (parts.size() > 2) {
      throw bad("A value has two bars; write a bar that belongs to the value as \\|.");
    }
    if (parts.stream().allMatch(String::isEmpty)) {
      throw bad("There is neither a system nor a code.");
    }
    return parts;
  }

  private Criterion reference(String modifier, List<String> values) {
    return switch (modifier) {
      case "" -> literals("", values);
      case "identifier" -> new Criterion.Tokens(tokens(values, this::referenceIdentifier));
      default -> {
        boolean target =
            parameter.targets().isEmpty()
                ? SearchParameters.types().contains(modifier)
                : parameter.targets().contains(modifier);
        if (!target || parameter.isCanonical()) {
          throw modifier(":identifier, :missing and the type that is referred to");
        }
        yield literals(modifier, values);
      }
    };
  }

  /**
   * A resource of this server may be referred to relatively and absolutely, by the searcher and by
   * what is found (FHIR R4 search.html#reference).
   */
  private Criterion literals(String type, List<String> values) {
    NavigableSet<String> tokens = new TreeSet<>();
    for (String value : values) {
      String text = EscapedText.plain(value);
      String reference = parameter.isCanonical() ? text : context.relative(literal(type, text));
      tokens.add(SearchToken.reference(name, reference));
      if (!parameter.isCanonical()
          && context.hasBase()
          && LiteralReference.of(reference).isRelative()) {
        tokens.add(SearchToken.reference(name, context.absolute(reference)));
      }
    }
    return new Criterion.Tokens(tokens);
  }

  private String literal(String type, String text) {
    LiteralReference literal = LiteralReference.of(text);
    if (type.isEmpty()) {
      return literal.text();
    }
    if (literal.text().indexOf('/') < 0) {
      return type + "/" + text;
    }
    if (!literal.type().equals(type)) {
      throw bad("The reference is to another type than the modifier says.");
    }
    return literal.text();
  }

  private String referenceIdentifier(String value) {
    List<String> parts = parts(value);
    if (parts.size() < 2 || parts.get(1).isEmpty()) {
      throw SearchRefusedException.notSupported(
          name, "Write :identifier=system|value, or |value for an identifier without a system.");
    }
    return SearchToken.referenceIdentifier(name, parts.get(0), parts.get(1));
  }

  private Criterion uri(String modifier, List<String> values) {
    if (!modifier.isEmpty()) {
      throw modifier(":missing");
    }
    return new Criterion.Tokens(
        tokens(values, value -> SearchToken.uri(name, EscapedText.plain(value))));
  }

  private Criterion text(String modifier, List<String> values) {
    How how =
        switch (modifier) {
          case "" -> How.BEGINS;
          case "contains" -> How.CONTAINS;
          case "exact" -> How.EXACT;
          default -> throw modifier(":contains, :exact, :missing");
        };
    List<String> texts = values.stream().map(EscapedText::plain).toList();
    if (how != How.EXACT && texts.stream().anyMatch(text -> SearchToken.folded(text).isEmpty())) {
      throw bad("A value has nothing but accents.");
    }
    return new Criterion.Texts(name, how, texts);
  }

  private Criterion date(String modifier, List<String> values) {
    if (!modifier.isEmpty()) {
      throw modifier(":missing");
    }
    var comparisons =
        values.stream().map(value -> PrefixedValues.date(name, value, context.now())).toList();
    return name.equals("_lastUpdated")
        ? new Criterion.LastUpdated(comparisons)
        : new Criterion.Dates(name, comparisons);
  }

  private Criterion quantity(String modifier, List<String> values) {
    if (!modifier.isEmpty()) {
      throw modifier(":missing");
    }
    return new Criterion.Quantities(
        name, values.stream().map(value -> PrefixedValues.quantity(name, value)).toList());
  }

  private static NavigableSet<String> tokens(List<String> values, Function<String, String> token) {
    NavigableSet<String> tokens = new TreeSet<>();
    for (String value : values) {
      tokens.add(token.apply(value));
    }
    return tokens;
  }

  private SearchRefusedException bad(String text) {
    return SearchRefusedException.badValue(name, name + ": " + text);
  }

  private SearchRefusedException modifier(String supported) {
    return SearchRefusedException.notSupported(
        name, name + ": this modifier is not supported; supported are " + supported + ".");
  }
}
