package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.fhir.ElementShape.Kind;
import org.pvpoutcomes.fhir.ElementShape.Property;

/**
 * A path to elements: the part of FHIRPath that a patch needs. Steps are element names, indexes,
 * {@code first()}, {@code last()}, {@code ofType(Quantity)}, {@code as(Quantity)}, {@code
 * extension('url')}, and {@code where(…)} with comparisons of a path, or {@code $this}, with a
 * literal, joined by {@code and}. Source: FHIR R4 fhirpath.html#simple and the FHIRPath of the
 * examples in fhirpatch.html.
 *
 * @param type the resource type that the path starts with; null if it starts with an element
 * @param steps from the resource on
 */
record ElementPath(@Nullable String type, List<Step> steps) {

  private static final Pattern NAME = Pattern.compile("\\s*`?([A-Za-z][A-Za-z0-9]{0,63})`?\\s*");
  private static final Pattern TYPE =
      Pattern.compile("\\(\\s*(?:FHIR\\.)?`?([A-Za-z][A-Za-z0-9]{0,63})`?\\s*\\)\\s*");
  private static final Pattern INDEX = Pattern.compile("\\[\\s*([0-9]{1,9})\\s*]\\s*");
  private static final Pattern LITERAL =
      Pattern.compile(
          "\\s*(?:'((?:[^'\\\\]|\\\\['\"`\\\\/])*)'|@?([0-9][0-9TZ:.+-]*|true|false))\\s*");
  private static final Pattern AND = Pattern.compile("and\\s");
  private static final Pattern EMPTY = Pattern.compile("\\(\\s*\\)\\s*");
  private static final Pattern THIS = Pattern.compile("\\s*\\$this\\s*");

  /** One step: from elements to elements. */
  sealed interface Step {
    /**
     * Takes the step.
     *
     * @param visits is told how many elements were looked at
     */
    List<ElementPlace> from(List<ElementPlace> places, IntConsumer visits);
  }

  private record Child(String name) implements Step {
    @Override
    public List<ElementPlace> from(List<ElementPlace> places, IntConsumer visits) {
      List<ElementPlace> children = new ArrayList<>();
      for (ElementPlace place : places) {
        List<ElementPlace> found = place.children(name);
        visits.accept(1 + found.size());
        children.addAll(found);
      }
      return children;
    }
  }

  /** One of the elements; the last for a negative index. */
  private record At(int index) implements Step {
    @Override
    public List<ElementPlace> from(List<ElementPlace> places, IntConsumer visits) {
      int at = index < 0 ? places.size() - 1 : index;
      return at >= 0 && at < places.size() ? List.of(places.get(at)) : List.of();
    }
  }

  private record OfType(String name) implements Step {
    @Override
    public List<ElementPlace> from(List<ElementPlace> places, IntConsumer visits) {
      visits.accept(places.size());
      return places.stream().filter(place -> place.isOfType(name)).toList();
    }
  }

  /** The elements from which a path leads to one value that reads like the literal. */
  private record Where(List<Step> path, String literal) implements Step {
    @Override
    public List<ElementPlace> from(List<ElementPlace> places, IntConsumer visits) {
      visits.accept(places.size());
      return places.stream().filter(place -> holds(place, visits)).toList();
    }

    private boolean holds(ElementPlace place, IntConsumer visits) {
      List<ElementPlace> found = follow(path, List.of(place), visits);
      JsonNode value = found.size() == 1 ? found.getFirst().value() : null;
      return value != null && value.isValueNode() && value.asText().equals(literal);
    }
  }

  /** Copies the steps. */
  ElementPath {
    steps = List.copyOf(steps);
  }

  /** The path as written; null if it is not one. */
  static @Nullable ElementPath read(String text) {
    Reader reader = new Reader(text);
    List<Step> steps = reader.path();
    if (steps == null || !reader.atEnd()) {
      return null;
    }
    boolean typed =
        steps.getFirst() instanceof Child child && Character.isUpperCase(child.name().charAt(0));
    return typed
        ? new ElementPath(((Child) steps.getFirst()).name(), steps.subList(1, steps.size()))
        : new ElementPath(null, steps);
  }

  /**
   * The elements that the path leads to, in the order of the resource.
   *
   * @param visits is told how many elements were looked at, while they are
   */
  List<ElementPlace> find(ElementPlace resource, IntConsumer visits) {
    return follow(steps, List.of(resource), visits);
  }

  /** Whether a resource of that shape can have what the path leads to. */
  boolean canLead(ElementShapes shapes, ElementShape resource) {
    return canLead(steps, Set.of(resource), shapes);
  }

  private static boolean canLead(List<Step> steps, Set<ElementShape> from, ElementShapes shapes) {
    Set<ElementShape> at = from;
    for (Step step : steps) {
      if (step instanceof Where where && !canLead(where.path(), at, shapes)) {
        return false;
      }
      if (step instanceof Child child) {
        List<Property> found =
            at.stream().flatMap(shape -> shape.ofElement(child.name()).stream()).toList();
        if (found.stream().anyMatch(one -> one.kind() != Kind.PRIMITIVE && one.shape() == null)) {
          // A resource, of whatever type.
          return true;
        }
        if (found.isEmpty()) {
          return false;
        }
        at =
            found.stream()
                .map(one -> Objects.requireNonNullElse(one.shape(), shapes.sibling()))
                .collect(Collectors.toSet());
      }
    }
    return true;
  }

  /** Whether the path may lead to an element of the resource itself, or to what is in it. */
  boolean mayStartWith(String name) {
    return steps.isEmpty()
        || !(steps.getFirst() instanceof Child child)
        || child.name().equals(name);
  }

  private static List<ElementPlace> follow(
      List<Step> steps, List<ElementPlace> from, IntConsumer visits) {
    List<ElementPlace> places = from;
    for (Step step : steps) {
      places = step.from(places, visits);
    }
    return places;
  }

  /** Reads from left to right; whatever does not fit is null. */
  private static final class Reader {

    private final Matcher matcher;
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
      this.matcher = NAME.matcher(text);
    }

    boolean atEnd() {
      return at == text.length();
    }

    @Nullable List<Step> path() {
      List<Step> steps = new ArrayList<>();
      do {
        String name = next(NAME);
        List<Step> more = name == null ? null : step(name);
        if (more == null) {
          return null;
        }
        steps.addAll(more);
        for (String index = next(INDEX); index != null; index = next(INDEX)) {
          steps.add(new At(Integer.parseInt(index)));
        }
      } while (skip('.'));
      return steps;
    }

    private @Nullable List<Step> step(String name) {
      if (at == text.length() || text.charAt(at) != '(') {
        return List.of(new Child(name));
      }
      return switch (name) {
        case "first" -> next(EMPTY) == null ? null : List.of(new At(0));
        case "last" -> next(EMPTY) == null ? null : List.of(new At(-1));
        case "ofType", "as" -> {
          String type = next(TYPE);
          yield type == null ? null : List.of(new OfType(type));
        }
        case "extension" -> {
          skip('(');
          String url = next(LITERAL);
          yield url == null || !close()
              ? null
              : List.of(new Child("extension"), new Where(List.of(new Child("url")), url));
        }
        case "where" -> where();
        default -> null;
      };
    }

    private @Nullable List<Step> where() {
      List<Step> conditions = new ArrayList<>();
      skip('(');
      do {
        List<Step> path = next(THIS) != null ? List.of() : path();
        String literal = path != null && skip('=') ? next(LITERAL) : null;
        if (path == null || literal == null) {
          return null;
        }
        conditions.add(new Where(path, literal));
      } while (next(AND) != null);
      return close() ? conditions : null;
    }

    private boolean close() {
      if (!skip(')')) {
        return false;
      }
      while (skip(' ')) {
        // White space after a step.
      }
      return true;
    }

    private boolean skip(char c) {
      boolean there = at < text.length() && text.charAt(at) == c;
      at += there ? 1 : 0;
      return there;
    }

    /** The first group that took part, or the whole match; null if the text goes on otherwise. */
    private @Nullable String next(Pattern pattern) {
      matcher.usePattern(pattern).region(at, text.length());
      if (!matcher.lookingAt()) {
        return null;
      }
      at = matcher.end();
      return Stream.iterate(1, i -> i <= matcher.groupCount(), i -> i + 1)
          .filter(i -> matcher.start(i) >= 0)
          .map(i -> matcher.group(i).replaceAll("\\\\(.)", "$1"))
          .findFirst()
          .orElse("");
    }
  }
}
