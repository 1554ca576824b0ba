package org.pvpoutcomes.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one criterion came out for one patient.
 *
 * @param criterion its id
 * @param day days from the index session of what it rests on: when the value was measured, or when
 *     the diagnosis began or was recorded; null where nothing of it is dated
 * @param evidence the resource versions it rests on; empty where nothing is recorded
 */
public record Eligibility(
    String criterion, Result result, @Nullable Integer day, List<SourceVersion> evidence) {

  /** Copies the list. */
  public Eligibility {
    evidence = List.copyOf(evidence);
  }

  /** How a criterion came out. */
  public enum Result implements Coded {
    MET("met"),
    NOT_MET("not-met"),
    /** Nothing is recorded, or what is recorded does not decide it. */
    UNKNOWN("unknown");

    private final String code;

    Result(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }
}
