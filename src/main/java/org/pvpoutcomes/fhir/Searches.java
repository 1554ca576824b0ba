package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.SearchQuery;
import org.pvpoutcomes.record.SearchRepository;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.QueryParameter;
import org.pvpoutcomes.search.SearchContext;
import org.pvpoutcomes.search.SearchQueryReader;
import org.pvpoutcomes.search.SearchRefusedException;
import org.pvpoutcomes.search.SearchRequest;

/**
 * The interaction search on a type (FHIR R4 http.html#search). What is stored comes first, in the
 * order that was asked for, and behind it what this service ships of the type, in order of id.
 */
@ApplicationScoped
class Searches {

  /** First key of a page that begins among what is shipped. */
  private static final String SHIPPED = "shipped";

  private static final String STORED = "stored";

  /** Parameters that are not of the search itself. */
  private static final Set<String> SKIPPED =
      Stream.concat(Presentation.PARAMETERS.stream(), Stream.of(PageToken.PARAMETER))
          .collect(Collectors.toSet());

  private final SearchRepository search;
  private final ShippedResources shipped;
  private final Included included;
  private final Rendering rendering;
  private final Links links;
  private final FhirConfig config;
  private final Clock clock;

  Searches(
      SearchRepository search,
      ShippedResources shipped,
      Included included,
      Rendering rendering,
      Links links,
      FhirConfig config,
      Clock clock) {
    this.search = search;
    this.shipped = shipped;
    this.included = included;
    this.rendering = rendering;
    this.links = links;
    this.config = config;
    this.clock = clock;
  }

  /** A page of matches; the token of the next page, or null if it is the last one. */
  private record Page(List<StoredVersion> matches, @Nullable String next) {}

  /**
   * One page.
   *
   * @throws FhirRequestException CONDITION for a parameter that cannot be read, and NOT_SUPPORTED
   *     for one that is not known, if the client prefers it strict
   */
  FhirAnswer answer(FhirRequest request, Route route) {
    List<QueryParameter> query = QueryText.parameters(request.query(), request.urlPlace());
    Presentation presentation = Presentation.of(query, null, request.urlPlace());
    SearchRequest asked = asked(route.type(), query, request);
    List<String> remarks =
        asked.notUnderstood().stream()
            .map(one -> Unsupported.text(one.name(), one.text()))
            .toList();
    Unsupported.refuseIfStrict(remarks, request);

    Integer count = asked.count();
    int size = Math.min(count == null ? config.defaultPageSize() : count, config.maxPageSize());
    boolean onlyCounts = size == 0 || presentation.summary() == Presentation.Summary.COUNT;
    List<StoredVersion> others = shipped.search(asked.criteria());
    String token = token(query);
    Page page = onlyCounts ? new Page(List.of(), null) : page(asked, others, token, size);
    Long total =
        asked.total() || onlyCounts
            ? Long.valueOf(search.count(asked.criteria()) + others.size())
            : null;

    List<BundlePage.Entry> entries = new ArrayList<>();
    page.matches.forEach(match -> entries.add(found(match, presentation, false)));
    for (StoredVersion other : included.to(page.matches, asked.includes(), asked.revincludes())) {
      entries.add(found(other, presentation, true));
    }
    if (!remarks.isEmpty()) {
      entries.add(new BundlePage.Remark(Unsupported.remark(remarks)));
    }
    return FhirAnswer.of(
        new BundlePage(
                "searchset",
                total,
                links.of(request, used(asked, query), token, page.next),
                entries)
            .write(request.base()));
  }

  private BundlePage.Found found(
      StoredVersion stored, Presentation presentation, boolean isIncluded) {
    return new BundlePage.Found(stored, rendering.part(stored.content(), presentation), isIncluded);
  }

  private SearchRequest asked(String type, List<QueryParameter> query, FhirRequest request) {
    try {
      return SearchQueryReader.read(
          type, query, SKIPPED, new SearchContext(clock.instant(), request.base()));
    } catch (SearchRefusedException e) {
      throw Conditions.refused(e, request.urlPlace());
    }
  }

  private Page page(
      SearchRequest asked, List<StoredVersion> others, @Nullable String token, int size) {
    List<String> keys = token == null ? null : PageToken.keys(token);
    List<StoredVersion> matches = new ArrayList<>();
    String behind = "";
    if (keys == null || STORED.equals(keys.getFirst())) {
      SearchRepository.Page found = search.page(query(asked, keys, size));
      found.matches().forEach(match -> matches.add(match.stored()));
      if (found.more()) {
        List<String> last = new ArrayList<>(List.of(STORED));
        last.addAll(found.matches().getLast().keys());
        return new Page(matches, PageToken.of(last));
      }
    } else if (SHIPPED.equals(keys.getFirst()) && keys.size() == 2) {
      behind = keys.get(1);
    } else {
      throw PageToken.unknown();
    }
    for (StoredVersion other : others) {
      if (other.id().compareTo(behind) > 0) {
        if (matches.size() == size) {
          return new Page(matches, shippedAfter(matches.getLast(), others));
        }
        matches.add(other);
      }
    }
    return new Page(matches, null);
  }

  /** The page behind a match; one that is stored is followed by all that is shipped. */
  private static String shippedAfter(StoredVersion last, List<StoredVersion> others) {
    return PageToken.of(List.of(SHIPPED, others.contains(last) ? last.id() : ""));
  }

  private static SearchQuery query(SearchRequest asked, @Nullable List<String> keys, int limit) {
    List<SearchQuery.SortKey> sort = asked.sort();
    List<String> after = null;
    if (keys != null) {
      if (keys.size() != sort.size() + 2) {
        throw PageToken.unknown();
      }
      after = new ArrayList<>();
      for (int i = 1; i < keys.size(); i++) {
        String key = keys.get(i);
        boolean isTime = i <= sort.size() && !sort.get(i - 1).parameter().equals("_id");
        if (isTime && !PageToken.isTime(key)) {
          throw PageToken.unknown();
        }
        after.add(key);
      }
    }
    return new SearchQuery(asked.criteria(), sort, after, limit);
  }

  private static @Nullable String token(List<QueryParameter> query) {
    String token = null;
    for (QueryParameter parameter : query) {
      if (parameter.name().equals(PageToken.PARAMETER)) {
        token = parameter.value();
      }
    }
    return token;
  }

  /** The parameters that had an effect. */
  private static List<QueryParameter> used(SearchRequest asked, List<QueryParameter> query) {
    List<QueryParameter> used = new ArrayList<>(asked.self());
    query.stream()
        .filter(parameter -> Presentation.PARAMETERS.contains(parameter.name()))
        .forEach(used::add);
    return used;
  }
}
