package org.pvpoutcomes.cohort;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;

/**
 * A member as it is read back: the whole of it as JSON. The columns that are counted are written
 * and read by SQL alone.
 */
@Entity
@Immutable
@Table(name = "member")
class MemberEntity {

  @EmbeddedId Key key;

  @Column(nullable = false, columnDefinition = "text")
  String detail;

  /** For Hibernate, which sets every field. */
  @SuppressWarnings("NullAway.Init")
  MemberEntity() {}

  @Embeddable
  record Key(
      @Column(columnDefinition = "text") String study,
      @Column(columnDefinition = "text") String patient)
      implements Serializable {}
}
