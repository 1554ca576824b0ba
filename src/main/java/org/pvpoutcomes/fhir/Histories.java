package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.HistoryRepository;
import org.pvpoutcomes.record.HistoryRepository.Cursor;
import org.pvpoutcomes.record.HistoryRepository.Page;
import org.pvpoutcomes.record.HistoryRepository.PastVersion;
import org.pvpoutcomes.record.HistoryRepository.Scope;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.QueryParameter;

/**
 * The interaction history, of a resource, a type and the system: every version, deletions among
 * them, newest first (FHIR R4 http.html#history).
 */
@ApplicationScoped
class Histories {

  private static final int KEYS = 4;

  private final HistoryRepository history;
  private final Rendering rendering;
  private final Links links;
  private final FhirConfig config;

  Histories(HistoryRepository history, Rendering rendering, Links links, FhirConfig config) {
    this.history = history;
    this.rendering = rendering;
    this.links = links;
    this.config = config;
  }

  /**
   * One page.
   *
   * @throws FhirRequestException NOT_FOUND for a resource that never was; CONDITION for a parameter
   *     that cannot be read, NOT_SUPPORTED for one that is not known
   */
  FhirAnswer answer(FhirRequest request, Route route) {
    List<QueryParameter> query = QueryText.parameters(request.query(), request.urlPlace());
    Presentation presentation = Presentation.of(query, null, request.urlPlace());
    Asked asked = asked(query, request);
    Scope scope = new Scope(nullIfEmpty(route.type()), nullIfEmpty(route.id()), asked.since);
    long total = history.count(scope);
    boolean ofInstance = !route.id().isEmpty();
    if (total == 0 && ofInstance && history.count(new Scope(route.type(), route.id(), null)) == 0) {
      throw new FhirRequestException(
          FailureKind.NOT_FOUND, request.urlPlace(), "There never was such a resource.");
    }
    Page page =
        asked.count == 0
            ? new Page(List.of(), false)
            : history.page(scope, asked.after, asked.count);
    List<BundlePage.Entry> entries = new ArrayList<>();
    for (PastVersion past : page.versions()) {
      StoredVersion stored = past.version();
      entries.add(
          new BundlePage.Past(
              stored,
              stored.isDeletion() ? null : rendering.part(stored.content(), presentation),
              past.created()));
    }
    String next = page.more() ? token(page.versions().getLast().version()) : null;
    return FhirAnswer.of(
        new BundlePage("history", total, links.of(request, query, asked.page, next), entries)
            .write(request.base()));
  }

  /**
   * What is asked for.
   *
   * @param page the token as it came; null for the first page
   */
  private record Asked(
      @Nullable Instant since, int count, @Nullable String page, @Nullable Cursor after) {}

  private Asked asked(List<QueryParameter> query, FhirRequest request) {
    Instant since = null;
    int count = Math.min(config.defaultPageSize(), config.maxPageSize());
    String page = null;
    for (QueryParameter parameter : query) {
      String value = parameter.value();
      switch (parameter.name()) {
        case "_since" -> since = PageParameters.since(value, request);
        case "_count" ->
            count = Math.min(PageParameters.count(value, request), config.maxPageSize());
        case PageToken.PARAMETER -> page = value;
        default -> {
          if (!Presentation.PARAMETERS.contains(parameter.name())) {
            // There is no room for a remark: the entries of a history are versions (bdl-3, bdl-4).
            throw new FhirRequestException(
                FailureKind.NOT_SUPPORTED,
                request.urlPlace(),
                "A history takes the parameters _since and _count, and no other.");
          }
        }
      }
    }
    return new Asked(since, count, page, page == null ? null : cursor(page));
  }

  private static String token(StoredVersion last) {
    return PageToken.of(
        List.of(
            last.lastUpdated().toString(),
            last.type(),
            last.id(),
            Integer.toString(last.version())));
  }

  private static Cursor cursor(String page) {
    List<String> keys = PageToken.keys(page, KEYS);
    try {
      return new Cursor(
          Instant.parse(keys.get(0)), keys.get(1), keys.get(2), Integer.parseInt(keys.get(3)));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw PageToken.unknown();
    }
  }

  private static @Nullable String nullIfEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
