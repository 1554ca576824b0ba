package org.pvpoutcomes.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.pvpoutcomes.cohort.DerivationBasis;
import org.pvpoutcomes.cohort.FactReconciliation;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.WriteLocks;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;

/**
 * Brings what was derived by another version, or with other settings, up to this service at its
 * start. Where only the protocols or the setting for test data differ, all members are derived
 * again before the service answers. Where the mapping differs, or is not known, stored facts may
 * not even be readable: a rebuild is queued, which maps and derives everything in the background;
 * until it is done, answers rest on what was stored.
 */
@ApplicationScoped
class MembersAtStart {

  private static final Logger LOG = Logger.getLogger(MembersAtStart.class);

  /** Few enough that another instance's write to one of them does not wait noticeably. */
  private static final int PAGE = 100;

  private final DerivationBasis basis;
  private final WriteLocks locks;
  private final FactReconciliation facts;
  private final PatientDerivation derivation;
  private final RecordRepository record;
  private final Rebuild rebuild;

  MembersAtStart(
      DerivationBasis basis,
      WriteLocks locks,
      FactReconciliation facts,
      PatientDerivation derivation,
      RecordRepository record,
      Rebuild rebuild) {
    this.basis = basis;
    this.locks = locks;
    this.facts = facts;
    this.derivation = derivation;
    this.record = record;
    this.rebuild = rebuild;
  }

  void onStart(@Observes StartupEvent event) {
    bringUpToDate();
  }

  /** Does nothing where what is stored has the basis of this service. */
  void bringUpToDate() {
    String mapping = basisOfMapping();
    String wanted = basisNow();
    Optional<String> stored = QuarkusTransaction.requiringNew().call(basis::stored);
    if (stored.filter(wanted::equals).isPresent()) {
      return;
    }
    if (stored.filter(before -> before.startsWith(mapping)).isPresent()) {
      LOG.infof("Derived %d patients with %s", deriveAll(), wanted);
      // Whose links are followed depends on the setting for test data as well.
      rebuild.startAnew();
    } else if (hasResources()) {
      rebuild.startAnew();
      LOG.infof("What is stored was not mapped with %s; a rebuild is queued", mapping);
    }
    // Last: a start that was interrupted begins again.
    QuarkusTransaction.requiringNew().run(() -> basis.store(wanted));
  }

  /** With what this service maps and derives. */
  String basisNow() {
    return basisOfMapping() + ", " + basis.ofThisService();
  }

  /** With what this service maps. */
  static String basisOfMapping() {
    return "mapping %d of ConceptMaps %s"
        .formatted(
            ResourceMapper.RULES, DerivationBasis.sha256(ShippedConceptMaps.load().toString()));
  }

  private boolean hasResources() {
    return QuarkusTransaction.requiringNew()
        .call(() -> record.count(ResourceMapper.mappedTypes()) > 0);
  }

  private long deriveAll() {
    long count = 0;
    String last = "";
    List<String> page;
    do {
      String after = last;
      page = QuarkusTransaction.requiringNew().call(() -> deriveAfter(after));
      count += page.size();
      last = page.isEmpty() ? last : page.getLast();
    } while (page.size() == PAGE);
    return count;
  }

  private List<String> deriveAfter(String last) {
    locks.beside(List.of());
    List<String> patients = facts.patientsAfter(last, PAGE);
    derivation.deriveBeside(patients);
    return patients;
  }
}
