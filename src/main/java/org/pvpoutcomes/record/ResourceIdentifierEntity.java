package org.pvpoutcomes.record;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;

/** One business identifier of the current version of a resource. */
@Entity
@Table(name = "resource_identifier")
class ResourceIdentifierEntity {

  @EmbeddedId Key key;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  ResourceIdentifierEntity() {}

  ResourceIdentifierEntity(IdentifierCriterion identifier, String id) {
    key = new Key(identifier.type(), identifier.system(), identifier.value(), id);
  }

  @Embeddable
  record Key(
      @Column(columnDefinition = "text") String type,
      @Column(columnDefinition = "text") String system,
      @Column(columnDefinition = "text") String value,
      @Column(columnDefinition = "text") String id)
      implements Serializable {}
}
