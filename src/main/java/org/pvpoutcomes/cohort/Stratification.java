package org.pvpoutcomes.cohort;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Sex;

/** By what a cohort can be divided into strata: a property of the patient or of the vertebra. */
public enum Stratification implements Coded {
  /** Administrative gender. */
  SEX("sex", false, "m.sex"),
  /** Primary tumour. */
  PRIMARY_TUMOUR("primary-tumour", false, "m.primary_tumour"),
  /** From which side the needle entered the vertebra. */
  APPROACH("approach", true, "v.approach"),
  /** Whether the vertebra had a pathological fracture before the session. */
  FRACTURE("fracture", true, "CASE WHEN v.fractured THEN 'fractured' ELSE 'not-fractured' END");

  /** The stratum of those for whom the property is not known. */
  public static final String NOT_STATED = "not-stated";

  private final String code;
  private final boolean ofVertebra;
  private final String column;

  Stratification(String code, boolean ofVertebra, String column) {
    this.code = code;
    this.ofVertebra = ofVertebra;
    this.column = column;
  }

  @Override
  public String code() {
    return code;
  }

  /** Whether it divides vertebrae, so that one patient can be in several strata. */
  public boolean isOfVertebra() {
    return ofVertebra;
  }

  /**
   * The strata there can be, in the order of the answers; those of whom the property is not known
   * come last.
   */
  public List<String> strata() {
    return switch (this) {
      case SEX -> codes(Sex.values());
      case PRIMARY_TUMOUR -> codes(PrimaryTumour.values());
      case APPROACH -> codes(InjectionApproach.values());
      case FRACTURE -> List.of("fractured", "not-fractured");
    };
  }

  /** The query parameter of the list of members that selects a stratum. */
  public String parameter() {
    return this == PRIMARY_TUMOUR ? "primaryTumour" : code;
  }

  /** SQL over member m and member_vertebra v that gives the stratum; never null. */
  String sql() {
    return "coalesce(" + column + ", '" + NOT_STATED + "')";
  }

  private static List<String> codes(Coded[] constants) {
    List<String> codes = new ArrayList<>(Arrays.stream(constants).map(Coded::code).toList());
    codes.add(NOT_STATED);
    return List.copyOf(codes);
  }
}
