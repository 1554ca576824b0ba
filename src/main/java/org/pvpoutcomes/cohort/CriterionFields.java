package org.pvpoutcomes.cohort;

import java.util.List;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.LaboratoryKind;

/** Reads a criterion of eligibility; {@code kind} says which fields it has. */
final class CriterionFields {

  private static final List<String> KINDS =
      List.of("age", "absence", "presence", "laboratory", "not-in-data");

  private CriterionFields() {}

  static Criterion read(DocumentFields fields) {
    String id = fields.text("id", ProtocolReader.LONGEST_ID);
    boolean excludes = fields.truth("excludes");
    String source = fields.text("source", ProtocolReader.LONGEST_TEXT);
    Criterion.Rule rule =
        switch (fields.oneOf("kind", KINDS)) {
          case "absence" -> new Criterion.Absence(fields.code("diagnosis", DiagnosisKind.class));
          case "presence" -> new Criterion.Presence(fields.code("diagnosis", DiagnosisKind.class));
          case "laboratory" ->
              new Criterion.Laboratory(
                  fields.code("laboratory", LaboratoryKind.class),
                  fields.optionalNumber("atLeast"),
                  fields.optionalNumber("atMost"),
                  fields.integer("withinDays"));
          case "not-in-data" -> new Criterion.NotInData();
          default -> new Criterion.Age(fields.integer("min"), fields.integer("max"));
        };
    return new Criterion(id, rule, excludes, source);
  }
}
