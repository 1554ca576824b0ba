package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
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
   * The side the needle came from: what all procedures that say it agree on; left in one and right
   * in another is bilateral; null where nobody says it or they contradict each other.
   */
  @Nullable InjectionApproach approach() {
    Set<InjectionApproach> said =
        procedures.stream()
            .map(ProcedureFact::approach)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    if (said.equals(
        Set.of(InjectionApproach.UNILATERAL_LEFT, InjectionApproach.UNILATERAL_RIGHT))) {
      return InjectionApproach.BILATERAL;
    }
    return said.size() == 1 ? said.iterator().next() : null;
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
