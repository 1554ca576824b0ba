package org.pvpoutcomes.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pvpoutcomes.characteristics.CharacteristicsReport;
import org.pvpoutcomes.comparator.ComparatorReport;
import org.pvpoutcomes.complication.ComplicationReport;
import org.pvpoutcomes.disclosure.Treatment.Kind;
import org.pvpoutcomes.membership.CompletenessReport;
import org.pvpoutcomes.outcome.OutcomeReport;

/** Compares the treatments with the fields that the answers have. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TreatmentsTest {

  private static final String STUDY = "/api/v1/studies/{study}/";

  record Answer(String call, Class<?> type) {
    TreatmentTree treatments() {
      return new ControlledCalls().find(STUDY + call).orElseThrow().answer();
    }

    @Override
    public String toString() {
      return call;
    }
  }

  static List<Answer> answers() {
    return List.of(
        new Answer("outcomes", OutcomeReport.class),
        new Answer("complications", ComplicationReport.class),
        new Answer("characteristics", CharacteristicsReport.class),
        new Answer("completeness", CompletenessReport.class),
        new Answer("comparators", ComparatorReport.class));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void every_field_has_a_treatment(Answer answer) {
    List<String> without = new ArrayList<>();
    TreatmentTree treatments = answer.treatments();
    for (String field : fields(answer.type())) {
      if (!isTreated(treatments, field)) {
        without.add(field);
      }
    }
    assertThat(without).as("fields to be added to disclosure/treatments.txt").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void every_treatment_has_a_field(Answer answer) {
    Set<String> lines = new TreeSet<>(answer.treatments().all().keySet());
    lines.removeAll(places(answer.type()));
    assertThat(lines).as("lines of disclosure/treatments.txt that treat nothing").isEmpty();
  }

  /** Treated as a whole with all in it, or by its own line. */
  private static boolean isTreated(TreatmentTree treatments, String field) {
    TreatmentTree at = treatments;
    for (String name : field.substring(1).split("/", -1)) {
      TreatmentTree below = at.child(name);
      if (below == null) {
        return at.treatment() != null && !at.isInner() && !at.treatment().isOfGroup();
      }
      at = below;
    }
    return at.treatment() != null
        && List.of(Kind.GROUP, Kind.STRATUM).stream().noneMatch(at.treatment().kind()::equals);
  }

  private static List<String> fields(Class<?> type) {
    List<String> leaves = new ArrayList<>();
    collect(type, "", new TreeSet<>(), leaves);
    return leaves;
  }

  private static Set<String> places(Class<?> type) {
    Set<String> places = new TreeSet<>();
    places.add("/");
    collect(type, "", places, new ArrayList<>());
    return places;
  }

  private static void collect(Type type, String path, Set<String> places, List<String> leaves) {
    places.add(path);
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Class<?> raw = (Class<?>) generic.getRawType();
      assertThat(List.of(Map.class, List.class)).contains(raw);
      collect(arguments[arguments.length - 1], path + "/*", places, leaves);
    } else if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        boolean unwrapped =
            component.getAnnotation(JsonUnwrapped.class) != null
                || component.getAccessor().getAnnotation(JsonUnwrapped.class) != null;
        collect(
            component.getGenericType(),
            unwrapped ? path : path + "/" + component.getName(),
            places,
            leaves);
      }
    } else {
      leaves.add(path);
    }
  }
}
