package org.pvpoutcomes.cohort;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What the current version of one resource says to the study. */
@Entity
@Table(name = "resource_facts")
class ResourceFactsEntity {

  @EmbeddedId Key key;

  @Column(nullable = false)
  int version;

  @Column(columnDefinition = "text")
  @Nullable String patient;

  @Column(nullable = false, columnDefinition = "text")
  String facts;

  @Column(nullable = false, columnDefinition = "text")
  String findings;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  ResourceFactsEntity() {}

  ResourceFactsEntity(
      Key key, int version, @Nullable String patient, String facts, String findings) {
    this.key = key;
    this.version = version;
    this.patient = patient;
    this.facts = facts;
    this.findings = findings;
  }

  @Embeddable
  record Key(
      @Column(columnDefinition = "text") String type, @Column(columnDefinition = "text") String id)
      implements Serializable {}
}
