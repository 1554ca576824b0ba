package org.pvpoutcomes.cohort;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.SourceVersion;

/**
 * Members with everything they were derived from, all of one snapshot. What the members of a frozen
 * dataset were derived from is frozen with them.
 */
@ApplicationScoped
public class TraceRepository {

  private static final Comparator<StoredFinding> BY_PLACE =
      Comparator.comparing(StoredFinding::source)
          .thenComparing(StoredFinding::expression)
          .thenComparing(StoredFinding::rule);

  private static final ObjectReader FINDING_READER =
      StudyJson.builder().build().readerFor(new TypeReference<List<FindingText>>() {});

  private final Snapshot snapshot;
  private final MemberRepository members;
  private final FactRepository facts;
  private final PatientMergeRepository merges;
  private final FrozenRows frozen;

  TraceRepository(
      Snapshot snapshot,
      MemberRepository members,
      FactRepository facts,
      PatientMergeRepository merges,
      FrozenRows frozen) {
    this.snapshot = snapshot;
    this.members = members;
    this.facts = facts;
    this.merges = merges;
    this.frozen = frozen;
  }

  /** A finding as it is stored beside the facts. */
  private record FindingText(String severity, String rule, String expression, String text) {
    StoredFinding from(SourceVersion source) {
      return new StoredFinding(source, severity.toLowerCase(Locale.ROOT), rule, expression, text);
    }
  }

  /** The member of the dataset that is this patient ({@code Patient/123}), with its facts. */
  public Optional<MemberTrace> find(Dataset dataset, String patient) {
    return snapshot.of(
        () ->
            members
                .find(dataset.key(), patient)
                .map(
                    member ->
                        dataset.frozen() == null
                            ? trace(member)
                            : frozen.traceOf(dataset.key(), member)));
  }

  /** The member with what is stored about it now. */
  MemberTrace trace(Member member) {
    Map<String, String> group = group(member.patient());
    List<Fact> about = new ArrayList<>();
    if (member.inclusion() != Member.Inclusion.MERGED) {
      facts.aboutPatients(group).values().forEach(about::addAll);
    }
    List<StoredFinding> findings = new ArrayList<>();
    facts
        .findingsAbout(group)
        .forEach((source, json) -> read(json).forEach(text -> findings.add(text.from(source))));
    findings.sort(BY_PLACE);
    return new MemberTrace(member, about, findings, merges.of(member.patient()));
  }

  /**
   * Of whom the member is made, with the survivor of each: all who are merged into the patient; the
   * patient alone who is merged into another.
   */
  private Map<String, String> group(String patient) {
    Map<String, String> merged = new TreeMap<>(merges.mergedWith(List.of(patient)));
    String survivor = merged.getOrDefault(patient, patient);
    if (!survivor.equals(patient)) {
      merged.keySet().retainAll(Set.of(patient));
    }
    merged.putIfAbsent(patient, patient);
    return merged;
  }

  private static List<FindingText> read(String json) {
    try {
      return FINDING_READER.readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "Stored findings cannot be read; rebuild them from the record", e);
    }
  }
}
