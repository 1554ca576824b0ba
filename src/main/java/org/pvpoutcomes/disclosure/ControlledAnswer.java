package org.pvpoutcomes.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Measure;

/**
 * Makes of an answer what is shown of it: the same fields, of which those that are not shown are
 * null, with the reason in {@code suppressed} beside them. What has no treatment is not shown. A
 * pure function of the answer, the treatments and the classes.
 */
final class ControlledAnswer {

  /** Beside fields that are not shown: their names, with the reasons. */
  static final String SUPPRESSED = "suppressed";

  private static final String MEASURE = "measure";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Figures figures;

  private ControlledAnswer(CountClasses classes) {
    this.figures = new Figures(classes);
  }

  /** What is shown of an answer. */
  static ObjectNode of(ObjectNode answer, TreatmentTree treatments, CountClasses classes) {
    return new ControlledAnswer(classes).object(answer, treatments, Group.UNKNOWN);
  }

  private ObjectNode object(ObjectNode object, TreatmentTree at, Group around) {
    Group group = group(object, at, around);
    Map<String, String> suppressed = new LinkedHashMap<>();
    ObjectNode shown = fields(object, at, group, "", suppressed);
    if (!suppressed.isEmpty()) {
      ObjectNode reasons = shown.putObject(SUPPRESSED);
      suppressed.forEach(reasons::put);
    }
    return shown;
  }

  /**
   * The fields of an object or of a map.
   *
   * @param path of a map from the object that the reasons go to, with a slash at its end
   */
  private ObjectNode fields(
      ObjectNode object,
      TreatmentTree at,
      Group group,
      String path,
      Map<String, String> suppressed) {
    ObjectNode shown = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      TreatmentTree below = at.child(field.getKey());
      Figures.Place place = new Figures.Place(object, field.getKey(), path, suppressed);
      shown.set(
          field.getKey(),
          at.is(Treatment.Kind.SHOWN) && (below == null || field.getValue().isNull())
              ? field.getValue()
              : value(place, below, named(field.getKey(), at, group)));
    }
    return shown;
  }

  private JsonNode value(Figures.Place place, @Nullable TreatmentTree at, Group group) {
    JsonNode value = place.value();
    if (at == null) {
      return figures.withheld(place);
    }
    if (at.isInner() && value instanceof ObjectNode object) {
      return at.isMap() && at.treatment() == null
          ? fields(object, at, group, place.inside(), place.suppressed())
          : object(object, at, group);
    }
    if (at.isInner() && value instanceof ArrayNode array) {
      return array(array, at, group);
    }
    if (at.isInner() && value.isNull()) {
      return value;
    }
    Treatment treatment = at.treatment();
    return treatment == null ? figures.withheld(place) : figures.of(place, treatment, group);
  }

  private ArrayNode array(ArrayNode array, TreatmentTree at, Group group) {
    TreatmentTree entry = at.child(TreatmentTree.ANY);
    ArrayNode shown = JSON.arrayNode();
    for (JsonNode each : array) {
      if (entry == null || !(each instanceof ObjectNode object)) {
        shown.add(NullNode.getInstance());
      } else if (!entry.is(Treatment.Kind.STRATUM) || !group(object, entry, group).isTooSmall()) {
        shown.add(object(object, entry, group));
      }
    }
    return shown;
  }

  private Group group(ObjectNode object, TreatmentTree at, Group around) {
    Treatment treatment = at.treatment();
    JsonNode measure = object.path(MEASURE);
    Group group = measure.isTextual() ? around.of(measure.asText()) : around;
    return treatment != null && treatment.isOfGroup()
        ? group.sized(figures.atLeast(object.at("/" + treatment.argument())))
        : group;
  }

  private static Group named(String key, TreatmentTree at, Group group) {
    return at.isMap() && Coded.find(Measure.class, key).isPresent() ? group.of(key) : group;
  }
}
