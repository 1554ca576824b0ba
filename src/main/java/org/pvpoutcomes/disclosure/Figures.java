package org.pvpoutcomes.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Measure;

/** Treats single figures of an answer. */
final class Figures {

  private static final String NEEDS_FULL_ACCESS = "shown with full access only";
  private static final String COUNT = "count";
  private static final String OF = "of";
  private static final String PERCENT = "percent";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A field of an answer.
   *
   * @param object it is in
   * @param path of {@code object} from the object that the reasons are for, with a slash at its end
   * @param suppressed where the reasons go
   */
  record Place(ObjectNode object, String name, String path, Map<String, String> suppressed) {

    JsonNode value() {
      return object.get(name);
    }

    /** The path of what is in this field. */
    String inside() {
      return path + name + "/";
    }

    JsonNode suppress(String reason) {
      suppressed.put(path + name, reason);
      return NullNode.getInstance();
    }
  }

  private final CountClasses classes;
  private final String tooFew;
  private final String ofTooFew;

  Figures(CountClasses classes) {
    this.classes = classes;
    this.tooFew = "fewer than " + classes.width();
    this.ofTooFew = "of fewer than " + classes.width();
  }

  /** How many a count is at least, by class; empty for what is no count, or too small. */
  OptionalLong atLeast(JsonNode count) {
    return count.isIntegralNumber() ? classes.atLeast(count.asLong()) : OptionalLong.empty();
  }

  /** Not shown, whatever it is. */
  JsonNode withheld(Place place) {
    return place.suppress(NEEDS_FULL_ACCESS);
  }

  /** What is shown of a figure. */
  JsonNode of(Place place, Treatment treatment, Group group) {
    return switch (treatment.kind()) {
      case SHOWN -> place.value();
      case EMPTY -> JSON.objectNode();
      case COUNT -> group.isTooSmall() ? place.suppress(ofTooFew) : count(place);
      case TABLE -> table(place, treatment.argument(), group);
      case RATE -> rate(place, treatment.argument(), group);
      case MEAN, SPREAD, P -> number(place, treatment, group);
      case WITHHELD, UNTOUCHED, GROUP, STRATUM -> withheld(place);
    };
  }

  private JsonNode count(Place place) {
    if (!place.value().isIntegralNumber()) {
      return withheld(place);
    }
    OptionalLong shown = classes.shown(place.value().asLong());
    return shown.isEmpty() ? place.suppress(tooFew) : JSON.numberNode(shown.getAsLong());
  }

  private JsonNode number(Place place, Treatment treatment, Group group) {
    if (!place.value().isNumber()) {
      return withheld(place);
    }
    if (group.isTooSmall()) {
      return place.suppress(ofTooFew);
    }
    double value = place.value().asDouble();
    if (treatment.kind() == Treatment.Kind.P) {
      return JSON.numberNode(Rounding.p(value));
    }
    long n = group.atLeast().getAsLong();
    double span = span(treatment, group);
    if (n == 0 || span <= 0) {
      return withheld(place);
    }
    return JSON.numberNode(
        treatment.kind() == Treatment.Kind.MEAN
            ? Rounding.mean(value, span, n)
            : Rounding.spread(value, span, n));
  }

  private static double span(Treatment treatment, Group group) {
    int ranges =
        switch (treatment.argument()) {
          case "measure" -> 1;
          // From the largest fall to the largest rise.
          case "change" -> 2;
          default -> 0;
        };
    if (ranges == 0) {
      return Double.parseDouble(treatment.argument());
    }
    return Coded.find(Measure.class, String.valueOf(group.measure()))
        .map(measure -> ranges * (measure.maximum() - measure.minimum()))
        .orElse(0);
  }

  private JsonNode table(Place place, String total, Group group) {
    ObjectNode shown = JSON.objectNode();
    if (!(place.value() instanceof ObjectNode counts)
        || !place.object().path(total).isIntegralNumber()) {
      return withheld(place);
    }
    List<Long> parts = counts.valueStream().map(JsonNode::asLong).toList();
    boolean open = classes.leaveOpen(parts, place.object().get(total).asLong());
    for (String part : counts.propertyStream().map(Map.Entry::getKey).toList()) {
      Place cell = new Place(counts, part, place.inside(), place.suppressed());
      shown.set(
          part,
          !open
              ? cell.suppress("others of the table would tell")
              : group.isTooSmall() ? cell.suppress(ofTooFew) : count(cell));
    }
    return shown;
  }

  private JsonNode rate(Place place, String behind, Group group) {
    if (!(place.value() instanceof ObjectNode rate)) {
      return withheld(place);
    }
    boolean shows =
        !group.isTooSmall()
            && (behind.isEmpty()
                || atLeast(place.object().at("/" + behind + "/count")).isPresent());
    OptionalLong of = shows ? classes.shown(rate.path(OF).asLong()) : OptionalLong.empty();
    OptionalLong count = shows ? classes.shown(rate.path(COUNT).asLong()) : OptionalLong.empty();
    ObjectNode shown = JSON.objectNode();
    ObjectNode reasons = JSON.objectNode();
    for (String field : rate.propertyStream().map(Map.Entry::getKey).toList()) {
      shown.set(field, inRate(field, count, of, shows ? tooFew : ofTooFew, reasons));
    }
    return shown.set(ControlledAnswer.SUPPRESSED, reasons);
  }

  /** Intervals of rounded counts would be wrong, and those of the counts would tell them. */
  private static JsonNode inRate(
      String field, OptionalLong count, OptionalLong of, String few, ObjectNode reasons) {
    if (field.equals("notComputed")) {
      return JSON.objectNode();
    }
    String reason = NEEDS_FULL_ACCESS;
    if (field.equals(COUNT) || field.equals(OF)) {
      OptionalLong shown = field.equals(OF) ? of : count;
      if (shown.isPresent()) {
        return JSON.numberNode(shown.getAsLong());
      }
      reason = few;
    } else if (field.equals(PERCENT)) {
      if (count.isPresent() && of.isPresent() && count.getAsLong() < of.getAsLong()) {
        return JSON.numberNode(Rounding.percent(count.getAsLong(), of.getAsLong()));
      }
      reason = count.isPresent() ? "of the others there are " + few : few;
    }
    reasons.put(field, reason);
    return NullNode.getInstance();
  }
}
