package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Criterion;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.LaboratoryKind;

/** A criterion of eligibility in a protocol file; {@code kind} says which fields it has. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CriterionDocument.Age.class, name = "age"),
  @JsonSubTypes.Type(value = CriterionDocument.Absence.class, name = "absence"),
  @JsonSubTypes.Type(value = CriterionDocument.Presence.class, name = "presence"),
  @JsonSubTypes.Type(value = CriterionDocument.Laboratory.class, name = "laboratory"),
  @JsonSubTypes.Type(value = CriterionDocument.NotInData.class, name = "not-in-data")
})
sealed interface CriterionDocument {

  /**
   * The criterion it describes.
   *
   * @throws IllegalArgumentException when its fields do not fit together; names it
   */
  Criterion toCriterion();

  record Age(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) int min,
      @JsonProperty(required = true) int max,
      @JsonProperty(required = true) boolean excludes,
      @JsonProperty(required = true) String source)
      implements CriterionDocument {
    @Override
    public Criterion toCriterion() {
      return named(id, () -> new Criterion(id, new Criterion.Age(min, max), excludes, source));
    }
  }

  record Absence(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) DiagnosisKind diagnosis,
      @JsonProperty(required = true) boolean excludes,
      @JsonProperty(required = true) String source)
      implements CriterionDocument {
    @Override
    public Criterion toCriterion() {
      return new Criterion(id, new Criterion.Absence(diagnosis), excludes, source);
    }
  }

  record Presence(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) DiagnosisKind diagnosis,
      @JsonProperty(required = true) boolean excludes,
      @JsonProperty(required = true) String source)
      implements CriterionDocument {
    @Override
    public Criterion toCriterion() {
      return new Criterion(id, new Criterion.Presence(diagnosis), excludes, source);
    }
  }

  record Laboratory(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) LaboratoryKind laboratory,
      @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal atLeast,
      @JsonSetter(nulls = Nulls.SET) @Nullable BigDecimal atMost,
      @JsonProperty(required = true) int withinDays,
      @JsonProperty(required = true) boolean excludes,
      @JsonProperty(required = true) String source)
      implements CriterionDocument {
    @Override
    public Criterion toCriterion() {
      return named(
          id,
          () ->
              new Criterion(
                  id,
                  new Criterion.Laboratory(laboratory, atLeast, atMost, withinDays),
                  excludes,
                  source));
    }
  }

  record NotInData(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) boolean excludes,
      @JsonProperty(required = true) String source)
      implements CriterionDocument {
    @Override
    public Criterion toCriterion() {
      return new Criterion(id, new Criterion.NotInData(), excludes, source);
    }
  }

  private static Criterion named(String id, Supplier<Criterion> criterion) {
    try {
      return criterion.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("eligibility: " + id + ": " + e.getMessage(), e);
    }
  }
}
