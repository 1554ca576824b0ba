package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * Body sites as vertebral levels and sites of leaked cement. The codings of one body site are
 * several ways to say one thing: the most precise one counts, and two that exclude each other are a
 * finding.
 */
final class BodySites {

  private final Codes codes;
  private final Findings findings;

  BodySites(Reading reading) {
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /**
   * The treated levels of a procedure, one for each body site that names one. A particular vertebra
   * counts once; two body sites that name only the same region stay two.
   */
  List<VertebralLevel> treated(List<CodeableConcept> bodySites, String expression) {
    List<VertebralLevel> levels = new ArrayList<>();
    Set<VertebralLevel> particular = EnumSet.noneOf(VertebralLevel.class);
    for (int i = 0; i < bodySites.size(); i++) {
      String place = expression + "[" + i + "]";
      List<VertebralLevel> meanings = meanings(bodySites.get(i));
      if (meanings.isEmpty()) {
        findings.add(Rule.LEVEL_NOT_MAPPED, place, Codes.quoted(bodySites.get(i)));
      }
      Optional<VertebralLevel> level = agreed(meanings, bodySites.get(i), place);
      if (level.isPresent() && level.get().isParticular() && !particular.add(level.get())) {
        findings.add(Rule.LEVEL_REPEATED, place);
      } else {
        level.ifPresent(levels::add);
      }
    }
    return levels;
  }

  /**
   * The levels and leak sites that the body sites of a diagnosis or an observation name, each once.
   */
  Named named(List<CodeableConcept> bodySites, String expression, boolean indexed) {
    Named named = new Named(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < bodySites.size(); i++) {
      CodeableConcept bodySite = bodySites.get(i);
      String place = indexed ? expression + "[" + i + "]" : expression;
      List<VertebralLevel> levels = meanings(bodySite);
      List<LeakSite> sites = codes.all(StudyConcept.LEAK_SITE, bodySite);
      if (levels.isEmpty() && sites.isEmpty()) {
        findings.add(Rule.BODY_SITE_NOT_MAPPED, place, Codes.quoted(bodySite));
      }
      agreed(levels, bodySite, place)
          .filter(level -> !named.levels.contains(level))
          .ifPresent(named.levels::add);
      sites.stream().filter(site -> !named.leakSites.contains(site)).forEach(named.leakSites::add);
    }
    return named;
  }

  /** What body sites name. */
  record Named(List<VertebralLevel> levels, List<LeakSite> leakSites) {}

  private List<VertebralLevel> meanings(CodeableConcept bodySite) {
    return VertebralLevel.mostPrecise(codes.all(StudyConcept.VERTEBRAL_LEVEL, bodySite));
  }

  private Optional<VertebralLevel> agreed(
      List<VertebralLevel> meanings, CodeableConcept bodySite, String place) {
    if (meanings.size() > 1) {
      findings.add(Rule.LEVEL_CONTRADICTORY, place, Codes.quoted(bodySite));
      return Optional.empty();
    }
    return meanings.stream().findFirst();
  }
}
