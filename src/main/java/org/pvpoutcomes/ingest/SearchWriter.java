package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchIndexRepository;
import org.pvpoutcomes.record.SearchIndexRepository.Indexed;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.SearchIndexer;

/** Keeps what resources can be found by in step with their current versions. */
@ApplicationScoped
class SearchWriter {

  /**
   * By which rules resources are indexed. Raise it whenever a resource is to be found by anything
   * else than before: what is stored is then indexed anew at the next start.
   */
  static final int RULES = 1;

  /** With the digits of decimals, on which the span of a quantity depends. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final SearchIndexRepository index;

  SearchWriter(SearchIndexRepository index) {
    this.index = index;
  }

  /** Follows the writes of a transaction. */
  void update(List<PlannedWrite> adding) {
    List<Indexed> current = new ArrayList<>(adding.size());
    List<ResourceKey> deleted = new ArrayList<>();
    for (PlannedWrite write : adding) {
      ResourceKey key = write.target().key();
      if (write.now().isDeletion()) {
        deleted.add(key);
      } else {
        StoredVersion before = write.before();
        current.add(
            new Indexed(
                key,
                write.now().lastUpdated(),
                before == null || before.isDeletion(),
                SearchIndexer.valuesOf(key.type(), write.write().resource().content())));
      }
    }
    index.replace(current);
    index.remove(deleted);
  }

  /**
   * Makes the rows of resources anew, whatever there was.
   *
   * @param keys of resources that the caller has locked
   * @param current their current versions, as far as there are any
   */
  void remake(Collection<ResourceKey> keys, Map<ResourceKey, StoredVersion> current) {
    List<Indexed> indexed = new ArrayList<>(keys.size());
    List<ResourceKey> gone = new ArrayList<>();
    for (ResourceKey key : keys) {
      StoredVersion version = current.get(key);
      if (version == null || version.isDeletion()) {
        gone.add(key);
      } else {
        indexed.add(
            new Indexed(
                key,
                version.lastUpdated(),
                false,
                SearchIndexer.valuesOf(key.type(), tree(version.content()))));
      }
    }
    index.replace(indexed);
    index.remove(gone);
  }

  private static ObjectNode tree(String content) {
    try {
      return (ObjectNode) JSON.readTree(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored version is not JSON", e);
    }
  }
}
