package org.pvpoutcomes.fhir;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pvpoutcomes.conformance.ConformanceResource;
import org.pvpoutcomes.conformance.ConformanceResources;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchValues;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.SearchIndexer;

/** What this service ships or makes, in the shape of what is stored, and by the same search. */
@Singleton
class ShippedResources {

  private final ConformanceResources shipped;
  private final RecordRepository record;
  private final JsonReader reader;
  private final GeneratedMeasures measures;
  private final Map<String, List<Searchable>> byType = new HashMap<>();

  private record Searchable(StoredVersion version, SearchValues values) {}

  ShippedResources(
      ConformanceResources shipped,
      RecordRepository record,
      JsonReader reader,
      GeneratedMeasures measures) {
    this.shipped = shipped;
    this.record = record;
    this.reader = reader;
    this.measures = measures;
    for (ConformanceResource resource : shipped.all()) {
      byType
          .computeIfAbsent(resource.type(), _ -> new ArrayList<>())
          .add(searchable(asStored(resource)));
    }
    byType.values().forEach(all -> all.sort(Comparator.comparing(one -> one.version.id())));
  }

  /** The one version there is of it. */
  Optional<StoredVersion> read(String type, String id) {
    return type.equals(GeneratedMeasures.TYPE)
        ? measures.read(id)
        : shipped.read(type, id).map(ShippedResources::asStored);
  }

  /**
   * Those that meet the criteria, in order of id, unless somebody stored another resource under
   * that id.
   */
  List<StoredVersion> search(Criteria criteria) {
    if (criteria.all().stream().anyMatch(Criterion.Chain.class::isInstance)) {
      // A chain leads to what is stored, and nothing that is shipped refers to that.
      return List.of();
    }
    List<StoredVersion> found =
        ofType(criteria.type()).stream()
            .filter(one -> criteria.test(one.version.id(), one.version.lastUpdated(), one.values))
            .map(Searchable::version)
            .toList();
    if (found.isEmpty() || !StoredTypes.ALL.contains(criteria.type())) {
      return found;
    }
    Map<ResourceKey, StoredVersion> replaced =
        record.current(found.stream().map(ShippedResources::key).toList());
    return found.stream().filter(one -> !replaced.containsKey(key(one))).toList();
  }

  private List<Searchable> ofType(String type) {
    return type.equals(GeneratedMeasures.TYPE)
        ? measures.all().stream().map(this::searchable).toList()
        : byType.getOrDefault(type, List.of());
  }

  private Searchable searchable(StoredVersion one) {
    return new Searchable(one, SearchIndexer.valuesOf(one.type(), reader.readOwn(one.content())));
  }

  private static ResourceKey key(StoredVersion one) {
    return new ResourceKey(one.type(), one.id());
  }

  private static StoredVersion asStored(ConformanceResource resource) {
    return new StoredVersion(
        resource.type(),
        resource.id(),
        ConformanceResource.VERSION,
        resource.lastUpdated(),
        resource.json());
  }
}
