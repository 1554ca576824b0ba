package org.pvpoutcomes.record;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;

/** One parameter of a search: met if any of its values is (FHIR R4 search.html#combining). */
public sealed interface Criterion {

  /**
   * Whether a resource meets it, without a database.
   *
   * @throws UnsupportedOperationException for a {@link Chain}
   */
  boolean test(String id, Instant lastUpdated, SearchValues values);

  /** Carries at least one of the tokens. */
  record Tokens(NavigableSet<String> anyOf) implements Criterion {
    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return anyOf.stream().anyMatch(values.tokens()::contains);
    }
  }

  /** Carries none of the tokens: {@code :not} and {@code :missing=true}. */
  record NoTokens(NavigableSet<String> noneOf) implements Criterion {
    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return noneOf.stream().noneMatch(values.tokens()::contains);
    }
  }

  /** Has one of the ids. */
  record Ids(NavigableSet<String> anyOf) implements Criterion {
    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return anyOf.contains(id);
    }
  }

  /** Its current version was stored then; an instant is the span of the millisecond it names. */
  record LastUpdated(List<Comparison<Instant>> anyOf) implements Criterion {
    /** Copies the list. */
    public LastUpdated {
      anyOf = List.copyOf(anyOf);
    }

    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      Span<Instant> span = new Span<>(lastUpdated, lastUpdated.plusMillis(1));
      return anyOf.stream().anyMatch(comparison -> comparison.test(span));
    }
  }

  /** Has a date of the parameter that lies so. */
  record Dates(String parameter, List<Comparison<Instant>> anyOf) implements Criterion {
    /** Copies the list. */
    public Dates {
      anyOf = List.copyOf(anyOf);
    }

    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return values.dates().stream()
          .filter(date -> date.parameter().equals(parameter))
          .anyMatch(date -> anyOf.stream().anyMatch(one -> one.test(date.span())));
    }
  }

  /** Has a quantity of the parameter that lies so, in the unit that was asked for. */
  record Quantities(String parameter, List<Measured> anyOf) implements Criterion {
    /** Copies the list. */
    public Quantities {
      anyOf = List.copyOf(anyOf);
    }

    /**
     * A value with its unit.
     *
     * @param system of the unit's code; empty if any
     * @param code the unit's code or, where no system is asked for, its code or text; empty if any
     */
    public record Measured(Comparison<BigDecimal> comparison, String system, String code) {
      boolean test(SearchValues.QuantityValue value) {
        boolean unit =
            code.isEmpty()
                || (system.isEmpty()
                    ? code.equals(value.code()) || code.equals(value.unit())
                    : system.equals(value.system()) && code.equals(value.code()));
        return unit && comparison.test(value.span());
      }
    }

    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return values.quantities().stream()
          .filter(value -> value.parameter().equals(parameter))
          .anyMatch(value -> anyOf.stream().anyMatch(one -> one.test(value)));
    }
  }

  /**
   * Has a text of the parameter that begins with, contains, or is one of the texts. The first two
   * ignore case and accents; both sides are compared in the form of {@link SearchToken#folded}.
   */
  record Texts(String parameter, How how, List<String> anyOf) implements Criterion {
    /** Copies the list. */
    public Texts {
      anyOf = List.copyOf(anyOf);
    }

    /** How texts are compared (FHIR R4 search.html#string). */
    public enum How {
      /** No modifier. */
      BEGINS,
      /** {@code :contains}. */
      CONTAINS,
      /** {@code :exact}: case and accents matter. */
      EXACT
    }

    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      return values.texts().stream()
          .filter(text -> text.parameter().equals(parameter))
          .anyMatch(text -> anyOf.stream().anyMatch(one -> test(text.text(), one)));
    }

    private boolean test(String text, String asked) {
      return switch (how) {
        case EXACT -> text.equals(asked);
        case BEGINS -> SearchToken.folded(text).startsWith(SearchToken.folded(asked));
        case CONTAINS -> SearchToken.folded(text).contains(SearchToken.folded(asked));
      };
    }
  }

  /**
   * Refers, by the parameter, to a resource of a type that meets another criterion: {@code
   * subject:Patient.identifier=…}.
   *
   * @param parameter the reference parameter
   * @param types of the targets, at least one
   * @param target what they must meet; no chain itself
   */
  record Chain(String parameter, NavigableSet<String> types, Criterion target)
      implements Criterion {
    @Override
    public boolean test(String id, Instant lastUpdated, SearchValues values) {
      throw new UnsupportedOperationException("A chain needs the other resources");
    }
  }
}
