package org.pvpoutcomes.cohort;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.PatientIdentifier;

/** What the current version of one resource says to the study. */
@Entity
@Table(name = "resource_facts")
class ResourceFactsEntity {

  @EmbeddedId Key key;

  @Column(nullable = false)
  int version;

  @Column(columnDefinition = "text")
  @Nullable String patient;

  @Column(name = "subject_system", columnDefinition = "text")
  @Nullable String subjectSystem;

  @Column(name = "subject_value", columnDefinition = "text")
  @Nullable String subjectValue;

  @Column(nullable = false, columnDefinition = "text")
  String facts;

  @Column(nullable = false, columnDefinition = "text")
  String findings;

  @Column(name = "unmapped_elements", nullable = false, columnDefinition = "text[]")
  String[] unmappedElements;

  @Column(name = "unmapped_systems", nullable = false, columnDefinition = "text[]")
  String[] unmappedSystems;

  @Column(name = "unmapped_codes", nullable = false, columnDefinition = "text[]")
  String[] unmappedCodes;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  ResourceFactsEntity() {}

  private ResourceFactsEntity(Key key, ResourceFacts resource) {
    this.key = key;
    this.version = resource.version();
    this.patient = resource.patient();
    PatientIdentifier subject = resource.subject();
    if (subject != null) {
      this.subjectSystem = subject.system();
      this.subjectValue = subject.value();
    }
    this.facts = FactJson.write(resource.facts());
    this.findings = resource.findings();
    this.unmappedElements = column(resource, CodeAt::element);
    this.unmappedSystems = column(resource, CodeAt::system);
    this.unmappedCodes = column(resource, CodeAt::code);
  }

  /** The row of these facts. */
  static ResourceFactsEntity of(ResourceFacts resource) {
    return new ResourceFactsEntity(new Key(resource.type(), resource.id()), resource);
  }

  private static String[] column(ResourceFacts resource, Function<CodeAt, String> part) {
    return resource.unmapped().stream().map(part).toArray(String[]::new);
  }

  /** Whether the whole row is the same. */
  boolean saysTheSame(@Nullable ResourceFactsEntity other) {
    return other != null
        && version == other.version
        && Objects.equals(patient, other.patient)
        && Objects.equals(subjectSystem, other.subjectSystem)
        && Objects.equals(subjectValue, other.subjectValue)
        && facts.equals(other.facts)
        && findings.equals(other.findings)
        && Arrays.equals(unmappedElements, other.unmappedElements)
        && Arrays.equals(unmappedSystems, other.unmappedSystems)
        && Arrays.equals(unmappedCodes, other.unmappedCodes);
  }

  /** Makes this row of the same resource the same as {@code other}. */
  void takeOver(ResourceFactsEntity other) {
    version = other.version;
    patient = other.patient;
    subjectSystem = other.subjectSystem;
    subjectValue = other.subjectValue;
    facts = other.facts;
    findings = other.findings;
    unmappedElements = other.unmappedElements;
    unmappedSystems = other.unmappedSystems;
    unmappedCodes = other.unmappedCodes;
  }

  @Embeddable
  record Key(
      @Column(columnDefinition = "text") String type, @Column(columnDefinition = "text") String id)
      implements Serializable {}
}
