package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Protocol;

/**
 * The studies this service answers for: those that ship with it, read once, and those that were
 * added, read again after their list has changed.
 */
@ApplicationScoped
public class StudyProtocols {

  private final StudyVersionRepository versions;
  private final Map<String, ProtocolLoader.Shipped> shipped;
  private volatile @Nullable Loaded loaded;

  /** Reads the protocols that ship with it; one that cannot be used stops the start. */
  StudyProtocols(StudyVersionRepository versions) {
    this.versions = versions;
    this.shipped = new ProtocolLoader().shipped();
  }

  private record Loaded(long changes, Map<String, Study> studies) {}

  /**
   * The datasets that every write brings up to date.
   *
   * @param changes how often the list had changed when it was read
   */
  public record Derived(long changes, List<Dataset> datasets) {
    /** Copies the list. */
    public Derived {
      datasets = List.copyOf(datasets);
    }
  }

  /** The study with this id. */
  public Optional<Study> study(String id) {
    return Optional.ofNullable(current().studies.get(id));
  }

  /** All studies, in the order in which they are shown. */
  public Collection<Study> studies() {
    return current().studies.values();
  }

  /** The protocol that a study with this id shows. */
  public Optional<Protocol> find(String study) {
    return study(study).map(found -> found.shown().protocol());
  }

  /** The ids of all studies, in the order in which they are shown. */
  public Collection<String> ids() {
    return current().studies.keySet();
  }

  /** The protocols that ship with the service. */
  Collection<Protocol> shipped() {
    return shipped.values().stream().map(ProtocolLoader.Shipped::protocol).toList();
  }

  /** The text of the protocol that ships with the service under this id. */
  public Optional<String> shippedDocument(String study) {
    return Optional.ofNullable(shipped.get(study)).map(ProtocolLoader.Shipped::document);
  }

  /**
   * The datasets that a write has to derive, as far as this instance knows. Whether it still is so
   * {@link MemberRepository#replace(long, Map, Collection)} finds out, without a round trip of its
   * own; {@link #reload} then gives those of now.
   */
  public Derived derived() {
    Loaded known = loaded;
    return derived(known == null ? load() : known);
  }

  /** The datasets as of this statement. */
  public Derived reload() {
    return derived(load());
  }

  private static Derived derived(Loaded loaded) {
    return new Derived(
        loaded.changes,
        loaded.studies.values().stream()
            .flatMap(
                study ->
                    Stream.of(
                        Optional.ofNullable(study.active()), Optional.ofNullable(study.built())))
            .flatMap(Optional::stream)
            .map(Study.Version::dataset)
            .toList());
  }

  private Loaded current() {
    Loaded known = loaded;
    return known != null && known.changes == versions.changes() ? known : load();
  }

  /** Reads count and list in one statement, so that they fit together. */
  private Loaded load() {
    StudyVersionRepository.Listed listed = versions.derived();
    Map<String, Study> studies = new LinkedHashMap<>();
    shipped.forEach(
        (id, file) ->
            studies.put(
                id,
                new Study(
                    id,
                    true,
                    new Study.Version(1, file.document(), ProtocolFormat.YAML, file.protocol()),
                    null)));
    Map<String, List<StudyVersion>> added = new LinkedHashMap<>();
    for (StudyVersion version : listed.versions()) {
      if (!shipped.containsKey(version.study())) {
        added.computeIfAbsent(version.study(), _ -> new ArrayList<>()).add(version);
      }
    }
    added.forEach((id, some) -> studies.put(id, study(id, some)));
    Loaded now = new Loaded(listed.changes(), Collections.unmodifiableMap(studies));
    loaded = now;
    return now;
  }

  private static Study study(String id, List<StudyVersion> versions) {
    Study.@Nullable Version active = null;
    Study.@Nullable Version built = null;
    for (StudyVersion version : versions) {
      Study.Version read =
          Study.Version.read(id, version.version(), version.document(), version.format());
      if (version.state() == StudyVersion.State.ACTIVE) {
        active = read;
      } else {
        built = read;
      }
    }
    return new Study(id, false, active, built);
  }
}
