package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.pvpoutcomes.study.Protocol;

/** The studies this service answers for, read once at the start. */
@ApplicationScoped
public class StudyProtocols {

  private final Map<String, Protocol> byId;

  /** Reads the protocols that are built in; a protocol that cannot be used stops the start. */
  StudyProtocols() {
    byId = new ProtocolLoader().loadAll();
  }

  /** The protocol of the study with this id. */
  public Optional<Protocol> find(String study) {
    return Optional.ofNullable(byId.get(study));
  }

  /** The ids of all studies, in the order in which they are shown. */
  public Collection<String> ids() {
    return byId.keySet();
  }

  /** All protocols, in the order in which they are shown. */
  public Collection<Protocol> all() {
    return byId.values();
  }
}
