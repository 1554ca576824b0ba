package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.EventDetails;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.ComplicationFact;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.ReportStatus;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * What a resource of its own says about one complication, before it is split into one fact per
 * level or per leak site.
 *
 * @param leakSites each once; only read for a cement leakage
 * @param levels each once
 * @param related references to the reports that this one names
 */
record ComplicationStatement(
    SourceVersion source,
    ReportStatus status,
    String identifier,
    ComplicationKind kind,
    List<LeakSite> leakSites,
    List<VertebralLevel> levels,
    List<String> procedures,
    @Nullable ClinicalTime onset,
    @Nullable ClinicalTime resolution,
    List<String> related,
    EventDetails details) {

  /**
   * One fact per level, or one per leak site. Several sites at several levels cannot be paired,
   * which is a finding at {@code expression} and no fact.
   */
  List<Fact> facts(String expression, Findings findings) {
    List<LeakSite> sites =
        kind == ComplicationKind.CEMENT_LEAKAGE ? mostPrecise(leakSites) : List.of();
    if (sites.size() > 1 && levels.size() > 1) {
      findings.add(Rule.LEAK_AMBIGUOUS, expression);
      return List.of();
    }
    List<Fact> facts = new ArrayList<>();
    for (int i = 0; i < Math.max(1, Math.max(sites.size(), levels.size())); i++) {
      facts.add(fact(at(sites, i), at(levels, i)));
    }
    return facts;
  }

  /** The leak sites without {@link LeakSite#UNSPECIFIED} where another one is named. */
  static List<LeakSite> mostPrecise(List<LeakSite> sites) {
    return sites.size() < 2
        ? sites
        : sites.stream().filter(site -> site != LeakSite.UNSPECIFIED).toList();
  }

  /** The only element, which all facts share, or the one at {@code index}; null where none. */
  private static <T> @Nullable T at(List<T> list, int index) {
    return list.isEmpty() ? null : list.get(list.size() == 1 ? 0 : index);
  }

  private Fact fact(@Nullable LeakSite site, @Nullable VertebralLevel level) {
    return new ComplicationFact(
        source,
        status,
        identifier,
        kind,
        site,
        level,
        procedures,
        onset,
        resolution,
        related,
        details);
  }
}
