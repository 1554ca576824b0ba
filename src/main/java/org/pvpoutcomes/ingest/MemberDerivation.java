package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.OmedTable;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.TestDataConfig;
import org.pvpoutcomes.study.Derivation;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.OmedFactors;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.TestData;

/** Derives member rows and puts them in the place of the stored ones, for every study. */
@ApplicationScoped
class MemberDerivation {

  private final StudyProtocols protocols;
  private final MemberRepository members;
  private final TestData testData;
  private final OmedFactors factors;

  MemberDerivation(
      StudyProtocols protocols,
      MemberRepository members,
      TestDataConfig config,
      OmedTable omedTable) {
    this.protocols = protocols;
    this.members = members;
    this.testData = config.testData();
    this.factors = omedTable.factors();
  }

  /**
   * As {@link #derive}, but writes each member whatever is stored, and so also puts right what does
   * not belong to it.
   */
  void deriveFromNothing(Map<String, List<Fact>> factsByPatient, Map<String, String> survivors) {
    for (Protocol protocol : protocols.all()) {
      members.remove(protocol.id(), factsByPatient.keySet());
    }
    derive(factsByPatient, survivors);
  }

  /**
   * Derives the patients again. The caller holds their locks.
   *
   * @param factsByPatient all current facts of each patient; a patient without any leaves every
   *     study
   * @param survivors into whom each patient is merged: itself for one who is not
   */
  void derive(Map<String, List<Fact>> factsByPatient, Map<String, String> survivors) {
    if (factsByPatient.isEmpty()) {
      return;
    }
    Map<String, List<Fact>> factsBySurvivor = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    List<Member> merged = new ArrayList<>();
    factsByPatient.forEach(
        (patient, facts) -> {
          String survivor = survivors.getOrDefault(patient, patient);
          factsBySurvivor.computeIfAbsent(survivor, _ -> new ArrayList<>()).addAll(facts);
          if (!survivor.equals(patient)) {
            if (facts.isEmpty()) {
              unknown.add(patient);
            } else {
              merged.add(Derivation.merged(patient));
            }
          }
        });
    for (Protocol protocol : protocols.all()) {
      List<Member> derived = new ArrayList<>(merged);
      List<String> gone = new ArrayList<>(unknown);
      factsBySurvivor.forEach(
          (patient, facts) -> {
            if (facts.isEmpty()) {
              gone.add(patient);
            } else {
              derived.add(Derivation.derive(patient, facts, protocol, testData, factors));
            }
          });
      members.remove(protocol.id(), gone);
      members.replace(protocol.id(), derived);
    }
  }
}
