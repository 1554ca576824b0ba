package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;

/**
 * A treated vertebra and the procedures that name it.
 *
 * @param procedures at least one, in order of their source
 */
record Vertebra(VertebralLevel level, List<ProcedureFact> procedures) {

  /** Copies and sorts the procedures. */
  Vertebra {
    procedures = procedures.stream().distinct().sorted(PatientFacts.ORDER).toList();
  }

  /**
   * The side the needle came from: what all procedures say together; null where nobody says it or
   * they contradict each other.
   */
  @Nullable InjectionApproach approach() {
    return InjectionApproach.together(
        procedures.stream().map(this::approach).filter(Objects::nonNull).toList());
  }

  /**
   * What one procedure says. A stated approach holds; sides of body sites are only a way to infer
   * it, and say which side a unilateral one came from.
   */
  private @Nullable InjectionApproach approach(ProcedureFact procedure) {
    InjectionApproach sides =
        InjectionApproach.together(
            procedure.sides().stream()
                .filter(side -> side.concerns(level))
                .map(NeedleSide::side)
                .toList());
    InjectionApproach stated = procedure.approach();
    boolean refined =
        stated == InjectionApproach.UNILATERAL
            && (sides == InjectionApproach.UNILATERAL_LEFT
                || sides == InjectionApproach.UNILATERAL_RIGHT);
    return stated == null || refined ? sides : stated;
  }

  /**
   * The one vertebra that a level can mean: the only one with exactly that level, else the only one
   * that says it more or less precisely. No level, or an unknown one, means the only vertebra.
   *
   * @return null when none or several can be meant
   */
  static @Nullable Vertebra pick(Collection<Vertebra> candidates, @Nullable VertebralLevel level) {
    if (level == null || level == VertebralLevel.UNKNOWN) {
      return only(List.copyOf(candidates));
    }
    List<Vertebra> same = candidates.stream().filter(v -> v.level() == level).toList();
    return same.isEmpty()
        ? only(
            candidates.stream()
                .filter(v -> v.level().admits(level) || level.admits(v.level()))
                .toList())
        : only(same);
  }

  private static @Nullable Vertebra only(List<Vertebra> vertebrae) {
    return vertebrae.size() == 1 ? vertebrae.getFirst() : null;
  }
}
