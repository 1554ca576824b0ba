package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Unmapped unmapped;

  BodySites(Reading reading) {
    this.codes = reading.codes();
    this.findings = reading.findings();
    this.unmapped = reading.unmapped();
  }

  /**
   * The level that each body site of a procedure names, in order; empty where it names none. A
   * particular vertebra that is named again is a finding: it is one vertebra.
   */
  List<Optional<VertebralLevel>> treated(List<CodeableConcept> bodySites, String expression) {
    List<Optional<VertebralLevel>> levels = new ArrayList<>();
    for (int i = 0; i < bodySites.size(); i++) {
      String place = expression + "[" + i + "]";
      List<VertebralLevel> meanings = meanings(bodySites.get(i));
      if (meanings.isEmpty()
          && !TreatedSites.isOnlyReference(bodySites.get(i))
          && unmapped.note(expression, bodySites.get(i), StudyConcept.VERTEBRAL_LEVEL)) {
        findings.add(Rule.LEVEL_NOT_MAPPED, place, Codes.quoted(bodySites.get(i)));
      }
      Optional<VertebralLevel> level = agreed(meanings, bodySites.get(i), place);
      if (level.filter(VertebralLevel::isParticular).isPresent() && levels.contains(level)) {
        findings.add(Rule.LEVEL_REPEATED, place);
      }
      levels.add(level);
    }
    return levels;
  }

  /** The level that one element names; empty where it names none. */
  Optional<VertebralLevel> level(CodeableConcept site, String place) {
    return agreed(meanings(site), site, place);
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
      if (levels.isEmpty()
          && sites.isEmpty()
          && unmapped.note(
              expression, bodySite, StudyConcept.VERTEBRAL_LEVEL, StudyConcept.LEAK_SITE)) {
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
