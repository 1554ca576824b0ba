package org.pvpoutcomes.coverage;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.UnmappedCodeRepository;
import org.pvpoutcomes.cohort.UnmappedCount;
import org.pvpoutcomes.coverage.CodeReport.Meaning;
import org.pvpoutcomes.coverage.UnmappedReport.ElementReport;
import org.pvpoutcomes.coverage.UnmappedReport.UnmappedItem;
import org.pvpoutcomes.coverage.VocabularyReport.ConceptReport;
import org.pvpoutcomes.coverage.VocabularyReport.ConceptsReport;
import org.pvpoutcomes.coverage.VocabularyReport.JobReport;
import org.pvpoutcomes.coverage.VocabularyReport.MapReport;
import org.pvpoutcomes.coverage.VocabularyReport.QuestionnaireReport;
import org.pvpoutcomes.coverage.VocabularyReport.RemappingReport;
import org.pvpoutcomes.coverage.VocabularyReport.UnmappedTotals;
import org.pvpoutcomes.ingest.RemappingJob;
import org.pvpoutcomes.ingest.RemappingJobs;
import org.pvpoutcomes.ingest.VocabularyInForce;
import org.pvpoutcomes.mapping.CodedElements;
import org.pvpoutcomes.mapping.ResourceMapper;
import org.pvpoutcomes.vocabulary.Vocabulary;
import org.pvpoutcomes.vocabulary.VocabularyEntry;
import org.pvpoutcomes.vocabulary.VocabularySource;

/** Puts together what there is to say about the vocabulary. */
@ApplicationScoped
class VocabularyService {

  private static final Set<String> UNDER_WAY = Set.of("queued", "running");

  private final VocabularyInForce inForce;
  private final UnmappedCodeRepository unmapped;
  private final RemappingJobs jobs;

  VocabularyService(
      VocabularyInForce inForce, UnmappedCodeRepository unmapped, RemappingJobs jobs) {
    this.inForce = inForce;
    this.unmapped = unmapped;
    this.jobs = jobs;
  }

  /** The vocabulary in force and how much it covers. */
  VocabularyReport vocabulary() {
    Vocabulary vocabulary = inForce.current();
    UnmappedCount.Page open = unmapped.page(null, null, 0);
    return new VocabularyReport(
        vocabulary.conceptMaps().stream().map(VocabularyService::map).toList(),
        vocabulary.questionnaires().stream().map(VocabularyService::questionnaire).toList(),
        concepts(vocabulary),
        new UnmappedTotals(open.codes(), open.resources()),
        remapping(jobs.recent()));
  }

  /** One code of the to-do list. */
  static UnmappedItem item(UnmappedCount count) {
    return new UnmappedItem(
        count.system(),
        count.code(),
        count.resources(),
        elements(count),
        count.system().isEmpty()
            ? List.of()
            : count.elements().stream()
                .flatMap(element -> CodedElements.targets(element.element()).stream())
                .distinct()
                .toList());
  }

  /** What one code means. */
  CodeReport code(String system, String code) {
    Vocabulary vocabulary = inForce.current();
    List<Meaning> meanings = new ArrayList<>();
    for (String target : new TreeMap<>(ResourceMapper.knownCodes()).keySet()) {
      vocabulary
          .entry(target, system, code)
          .map(VocabularyService::meaning)
          .ifPresent(meanings::add);
    }
    UnmappedCount open = unmapped.of(system, code);
    return new CodeReport(system, code, meanings, open.resources(), elements(open));
  }

  private static Meaning meaning(VocabularyEntry entry) {
    return new Meaning(
        entry.targetSystem(),
        entry.targetCode(),
        origin(entry.origin()),
        entry.map(),
        entry.expression(),
        entry.code());
  }

  private static List<ElementReport> elements(UnmappedCount count) {
    return count.elements().stream()
        .map(element -> new ElementReport(element.element(), element.resources()))
        .toList();
  }

  private static MapReport map(VocabularySource map) {
    return new MapReport(
        map.name(),
        map.url(),
        map.version(),
        origin(map.origin()),
        resource(map),
        map.entries(),
        map.overridden());
  }

  private static QuestionnaireReport questionnaire(VocabularySource form) {
    return new QuestionnaireReport(form.url(), form.version(), resource(form), form.entries());
  }

  private static @Nullable String resource(VocabularySource source) {
    return source.storedVersion() == null
        ? null
        : source.document() + "/_history/" + source.storedVersion();
  }

  private static List<ConceptsReport> concepts(Vocabulary vocabulary) {
    List<ConceptsReport> concepts = new ArrayList<>();
    new TreeMap<>(ResourceMapper.knownCodes())
        .forEach(
            (system, codes) -> {
              Map<String, Integer> sources = vocabulary.sourceCodes(system);
              List<String> ordered = codes.stream().sorted(new CodeOrder()).toList();
              concepts.add(
                  new ConceptsReport(
                      system,
                      ordered.stream()
                          .map(code -> new ConceptReport(code, sources.getOrDefault(code, 0)))
                          .toList(),
                      ordered.stream().filter(code -> !sources.containsKey(code)).toList()));
            });
    return concepts;
  }

  private static RemappingReport remapping(List<RemappingJob> recent) {
    boolean idle = recent.stream().noneMatch(job -> UNDER_WAY.contains(job.state()));
    return new RemappingReport(
        idle ? "idle" : "running", recent.stream().map(VocabularyService::job).toList());
  }

  private static JobReport job(RemappingJob job) {
    return new JobReport(
        job.number(),
        job.reason(),
        job.state(),
        job.total(),
        job.visited(),
        job.changed(),
        job.queued(),
        job.started(),
        job.finished());
  }

  private static String origin(VocabularyEntry.Origin origin) {
    return origin.name().toLowerCase(Locale.ROOT);
  }
}
