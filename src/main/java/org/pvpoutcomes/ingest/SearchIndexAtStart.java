package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchIndexRepository;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.search.SearchParameters;

/**
 * Brings what resources can be found by up to the rules of this version before the service answers:
 * a search that finds only a part, or a condition that misses its match, would do harm. Does
 * nothing where the rules are the same.
 */
@ApplicationScoped
class SearchIndexAtStart {

  private static final Logger LOG = Logger.getLogger(SearchIndexAtStart.class);

  /** Few enough that another instance's write to one of them does not wait noticeably. */
  private static final int PAGE = 500;

  private final WriteLocks locks;
  private final RecordRepository record;
  private final SearchIndexRepository index;
  private final SearchWriter writer;

  SearchIndexAtStart(
      WriteLocks locks, RecordRepository record, SearchIndexRepository index, SearchWriter writer) {
    this.locks = locks;
    this.record = record;
    this.index = index;
    this.writer = writer;
  }

  void onStart(@Observes StartupEvent event) {
    bringUpToDate();
  }

  /** Safe to be interrupted, and to be done by several instances at once. */
  void bringUpToDate() {
    if (QuarkusTransaction.requiringNew().call(index::rules) == SearchWriter.RULES) {
      return;
    }
    long count = 0;
    for (String type : SearchParameters.types()) {
      String last = "";
      List<String> page;
      do {
        String after = last;
        page = QuarkusTransaction.requiringNew().call(() -> indexAfter(type, after));
        count += page.size();
        last = page.isEmpty() ? last : page.getLast();
        if (!page.isEmpty()) {
          LOG.infof("Indexed %d resources for search", count);
        }
      } while (page.size() == PAGE);
    }
    // The rules last: a start that was interrupted begins again.
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              index.removeUnrecorded();
              index.setRules(SearchWriter.RULES);
            });
  }

  private List<String> indexAfter(String type, String last) {
    locks.beside(List.of());
    List<String> ids = record.idsAfter(type, last, PAGE);
    List<ResourceKey> keys = ids.stream().map(id -> new ResourceKey(type, id)).toList();
    locks.lock(WriteLocks.Kind.RESOURCE, keys.stream().map(ResourceKey::reference).toList());
    writer.remake(keys, record.current(keys));
    return ids;
  }
}
