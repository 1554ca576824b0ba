package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.study.Derivation;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Protocol;

/** Derives member rows and puts them in the place of the stored ones, for every study. */
@ApplicationScoped
class MemberDerivation {

  private final StudyProtocols protocols;
  private final MemberRepository members;

  MemberDerivation(StudyProtocols protocols, MemberRepository members) {
    this.protocols = protocols;
    this.members = members;
  }

  /**
   * Derives the patients again. The caller holds their locks.
   *
   * @param factsByPatient all current facts of each patient; a patient without any leaves every
   *     study
   */
  void derive(Map<String, List<Fact>> factsByPatient) {
    if (factsByPatient.isEmpty()) {
      return;
    }
    for (Protocol protocol : protocols.all()) {
      List<Member> derived = new ArrayList<>(factsByPatient.size());
      List<String> unknown = new ArrayList<>();
      factsByPatient.forEach(
          (patient, facts) -> {
            if (facts.isEmpty()) {
              unknown.add(patient);
            } else {
              derived.add(Derivation.derive(patient, facts, protocol));
            }
          });
      members.remove(protocol.id(), unknown);
      members.replace(protocol.id(), derived);
    }
  }
}
