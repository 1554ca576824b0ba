package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.StructureReference.Role;

/**
 * What one body structure says of a procedure that refers to it.
 *
 * @param treated the level it says was treated; null for none
 * @param side null for none
 */
public record StructureReading(@Nullable VertebralLevel treated, @Nullable NeedleSide side) {

  /**
   * Reads a structure in its role. The level of a target is a treated one; where the body site that
   * refers to it names another level, that of the body site holds. The level of an approach is
   * where the needle went through, which treats nothing.
   *
   * @param bodySite level of the body site that refers to it; null for none
   * @param level of the structure; null for none
   * @param side of the structure; null for none
   */
  public static StructureReading of(
      Role role,
      @Nullable VertebralLevel bodySite,
      @Nullable VertebralLevel level,
      @Nullable InjectionApproach side) {
    boolean agreed = level != null && (bodySite == null || bodySite.admits(level));
    VertebralLevel concerned = agreed ? level : bodySite;
    return new StructureReading(
        role == Role.TARGET && agreed ? level : null,
        side == null ? null : new NeedleSide(concerned, side));
  }

  /** The procedure with what this adds to it. */
  public ProcedureFact addedTo(ProcedureFact procedure) {
    List<VertebralLevel> levels = new ArrayList<>(procedure.levels());
    List<NeedleSide> sides = new ArrayList<>(procedure.sides());
    if (treated != null && !levels.contains(treated)) {
      levels.add(treated);
    }
    if (side != null && !sides.contains(side)) {
      sides.add(side);
    }
    return procedure.with(levels, sides);
  }
}
