package org.pvpoutcomes.study;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From which side the needle entered a vertebra. */
public enum InjectionApproach implements Coded {
  UNILATERAL("unilateral"),
  UNILATERAL_LEFT("unilateral-left"),
  UNILATERAL_RIGHT("unilateral-right"),
  BILATERAL("bilateral"),
  OTHER("other");

  private final String code;

  InjectionApproach(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }

  /**
   * What several statements about one vertebra say together: left and right are bilateral, and a
   * side says more than {@link #UNILATERAL}.
   *
   * @return null when there is none, or when they contradict each other
   */
  public static @Nullable InjectionApproach together(Collection<InjectionApproach> statements) {
    Set<InjectionApproach> said = EnumSet.noneOf(InjectionApproach.class);
    said.addAll(statements);
    if (said.equals(EnumSet.of(UNILATERAL_LEFT, UNILATERAL_RIGHT))) {
      return BILATERAL;
    }
    if (said.size() == 2 && (said.contains(UNILATERAL_LEFT) || said.contains(UNILATERAL_RIGHT))) {
      said.remove(UNILATERAL);
    }
    return said.size() == 1 ? said.iterator().next() : null;
  }
}
