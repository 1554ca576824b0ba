package org.pvpoutcomes.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.MemberRepository;
import org.pvpoutcomes.cohort.OmedTable;
import org.pvpoutcomes.cohort.StudyProtocols;
import org.pvpoutcomes.cohort.TestDataConfig;
import org.pvpoutcomes.study.Derivation;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.OmedFactors;
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
    for (Dataset dataset : protocols.reload().datasets()) {
      members.remove(dataset.key(), factsByPatient.keySet());
    }
    derive(factsByPatient, survivors);
  }

  /**
   * Derives the patients again for every dataset. The caller holds their locks, and runs beside or
   * without other writes ({@code WriteLocks}), so that the list of datasets does not change.
   *
   * @param factsByPatient all current facts of each patient; a patient without any leaves every
   *     study
   * @param survivors into whom each patient is merged: itself for one who is not
   */
  void derive(Map<String, List<Fact>> factsByPatient, Map<String, String> survivors) {
    if (factsByPatient.isEmpty()) {
      return;
    }
    People people = People.of(factsByPatient, survivors);
    StudyProtocols.Derived studies = protocols.derived();
    while (!members.replace(studies.changes(), derived(people, studies.datasets()), people.gone)) {
      studies = protocols.reload();
    }
  }

  /** As {@link #derive}, for one dataset alone. */
  void derive(
      Map<String, List<Fact>> factsByPatient, Map<String, String> survivors, Dataset dataset) {
    People people = People.of(factsByPatient, survivors);
    members.remove(dataset.key(), people.gone);
    members.replace(dataset.key(), derived(people, dataset));
  }

  private Map<String, List<Member>> derived(People people, List<Dataset> datasets) {
    Map<String, List<Member>> derived = new TreeMap<>();
    datasets.forEach(dataset -> derived.put(dataset.key(), derived(people, dataset)));
    return derived;
  }

  private List<Member> derived(People people, Dataset dataset) {
    List<Member> derived = new ArrayList<>();
    people.merged.forEach(patient -> derived.add(Derivation.merged(patient)));
    people.facts.forEach(
        (patient, facts) ->
            derived.add(Derivation.derive(patient, facts, dataset.protocol(), testData, factors)));
    return derived;
  }

  /**
   * Whose members are made of what.
   *
   * @param facts by the patient they count with, who has some
   * @param merged patients whose facts count with another one
   * @param gone patients of whom nothing is said
   */
  private record People(Map<String, List<Fact>> facts, List<String> merged, List<String> gone) {

    static People of(Map<String, List<Fact>> factsByPatient, Map<String, String> survivors) {
      Map<String, List<Fact>> bySurvivor = new TreeMap<>();
      List<String> merged = new ArrayList<>();
      List<String> gone = new ArrayList<>();
      factsByPatient.forEach(
          (patient, facts) -> {
            String survivor = survivors.getOrDefault(patient, patient);
            bySurvivor.computeIfAbsent(survivor, _ -> new ArrayList<>()).addAll(facts);
            if (!survivor.equals(patient)) {
              (facts.isEmpty() ? gone : merged).add(patient);
            }
          });
      bySurvivor.forEach(
          (patient, facts) -> {
            if (facts.isEmpty()) {
              gone.add(patient);
            }
          });
      bySurvivor.keySet().removeAll(gone);
      return new People(bySurvivor, merged, gone);
    }
  }
}
