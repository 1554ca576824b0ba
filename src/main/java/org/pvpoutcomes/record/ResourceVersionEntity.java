package org.pvpoutcomes.record;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of the record. */
@Entity
@Immutable
@Table(name = "resource_version")
class ResourceVersionEntity {

  @EmbeddedId Key key;

  @Column(name = "last_updated", nullable = false)
  Instant lastUpdated;

  /** Null for a deletion, and only for that. */
  @Column(columnDefinition = "text")
  @Nullable String content;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  ResourceVersionEntity() {}

  ResourceVersionEntity(StoredVersion stored) {
    key = new Key(stored.type(), stored.id(), stored.version());
    lastUpdated = stored.lastUpdated();
    content = stored.isDeletion() ? null : stored.content();
  }

  StoredVersion toStored() {
    return new StoredVersion(
        key.type(), key.id(), key.version(), lastUpdated, content == null ? "" : content);
  }

  @Embeddable
  record Key(
      @Column(columnDefinition = "text") String type,
      @Column(columnDefinition = "text") String id,
      int version)
      implements Serializable {}
}
