package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pvpoutcomes.record.Criteria;
import org.pvpoutcomes.record.Criterion;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchRepository;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.SearchIndexer;
import org.pvpoutcomes.search.SearchParameter;
import org.pvpoutcomes.search.SearchParameters;
import org.pvpoutcomes.search.SearchRequest.Include;

/** Finds what is added to the matches of a search (FHIR R4 search.html#include). */
@ApplicationScoped
class Included {

  private static final String ALL = "*";

  private final RecordRepository record;
  private final SearchRepository search;
  private final ShippedResources shipped;
  private final JsonReader reader;
  private final int most;

  Included(
      RecordRepository record,
      SearchRepository search,
      ShippedResources shipped,
      JsonReader reader,
      FhirConfig config) {
    this.record = record;
    this.search = search;
    this.shipped = shipped;
    this.reader = reader;
    this.most = config.maxIncluded();
  }

  /**
   * The resources to add, each once, and none of the matches.
   *
   * @throws FhirRequestException if they are more than the limit, or their contents too much
   */
  Collection<StoredVersion> to(
      List<StoredVersion> matches, List<Include> includes, List<Include> revincludes) {
    if (matches.isEmpty() || (includes.isEmpty() && revincludes.isEmpty())) {
      return List.of();
    }
    Set<ResourceKey> wanted = new TreeSet<>();
    Map<String, Set<String>> canonicals = new TreeMap<>();
    for (StoredVersion match : matches) {
      List<Include> own =
          includes.stream()
              .filter(include -> include.source().equals(match.type()))
              .distinct()
              .toList();
      if (!own.isEmpty()) {
        ObjectNode tree = reader.readOwn(match.content());
        addTargets(match.type(), tree, own, wanted);
        own.forEach(include -> addCanonicals(tree, include, canonicals));
      }
    }
    Set<ResourceKey> there = matches.stream().map(Included::key).collect(Collectors.toSet());
    Map<ResourceKey, StoredVersion> added = new LinkedHashMap<>();
    wanted.removeAll(there);
    if (wanted.size() > most || record.octets(wanted) > SearchRepository.MOST_OCTETS) {
      throw tooMuch();
    }
    Map<ResourceKey, StoredVersion> found = record.current(wanted);
    for (ResourceKey key : wanted) {
      StoredVersion target = found.get(key);
      if (target != null && !target.isDeletion()) {
        added.put(key, target);
      }
    }
    canonicals.forEach((type, named) -> add(named(type, named), there, added));
    for (Include include : revincludes) {
      add(referring(matches, include), there, added);
    }
    return added.values();
  }

  private void add(
      List<StoredVersion> found, Set<ResourceKey> there, Map<ResourceKey, StoredVersion> added) {
    for (StoredVersion one : found) {
      if (!there.contains(key(one))) {
        added.put(key(one), one);
      }
    }
    long characters = added.values().stream().mapToLong(one -> one.content().length()).sum();
    if (added.size() > most || characters > SearchRepository.MOST_OCTETS) {
      throw tooMuch();
    }
  }

  private static ResourceKey key(StoredVersion one) {
    return new ResourceKey(one.type(), one.id());
  }

  /** Everything that these refer to, whatever the element. */
  Collection<StoredVersion> targetsOf(List<StoredVersion> resources) {
    return to(
        resources,
        resources.stream()
            .map(StoredVersion::type)
            .distinct()
            .map(type -> new Include(type, ALL, null))
            .toList(),
        List.of());
  }

  /** A reference belongs to a parameter if the resource can be found by it. */
  private static void addTargets(
      String type, ObjectNode tree, List<Include> includes, Set<ResourceKey> wanted) {
    Set<String> tokens = SearchIndexer.valuesOf(type, tree).tokens();
    for (String reference : references(tree, new ArrayList<>())) {
      String[] parts = reference.split("/", -1);
      if (parts.length >= 2 && StoredTypes.ALL.contains(parts[0]) && TextRules.isId(parts[1])) {
        ResourceKey key = new ResourceKey(parts[0], parts[1]);
        if (includes.stream().anyMatch(include -> leadsTo(include, key, tokens))) {
          wanted.add(key);
        }
      }
    }
  }

  private static boolean leadsTo(Include include, ResourceKey target, Set<String> tokens) {
    return (include.target() == null || include.target().equals(target.type()))
        && parameters(include)
            .filter(parameter -> !parameter.isCanonical())
            .map(parameter -> SearchToken.reference(parameter.name(), target.reference()))
            .anyMatch(tokens::contains);
  }

  /** What a match names by canonical URL, by the types that this can lead to. */
  private static void addCanonicals(
      ObjectNode tree, Include include, Map<String, Set<String>> canonicals) {
    parameters(include)
        .filter(SearchParameter::isCanonical)
        .forEach(
            parameter -> {
              for (String type : parameter.targets()) {
                if (include.target() == null || include.target().equals(type)) {
                  canonicals
                      .computeIfAbsent(type, _ -> new TreeSet<>())
                      .addAll(SearchIndexer.canonicals(parameter, tree));
                }
              }
            });
  }

  /** The resources with these canonical URLs; without a version, every version that is there. */
  private List<StoredVersion> named(String type, Set<String> canonicals) {
    List<String> tokens =
        canonicals.stream()
            .map(canonical -> SearchToken.uri("url", canonical.split("\\|", 2)[0]))
            .toList();
    return carrying(type, tokens).stream()
        .filter(one -> !Collections.disjoint(names(one), canonicals))
        .toList();
  }

  /** What a resource is called by a canonical reference; nothing if it has no URL. */
  private Set<String> names(StoredVersion resource) {
    ObjectNode tree = reader.readOwn(resource.content());
    String url = tree.path("url").asText();
    return url.isEmpty() ? Set.of() : Set.of(url, url + "|" + tree.path("version").asText());
  }

  private static List<String> references(JsonNode node, List<String> found) {
    JsonNode reference = node.get("reference");
    if (reference != null && reference.isTextual()) {
      found.add(reference.textValue());
    }
    for (JsonNode child : node) {
      references(child, found);
    }
    return found;
  }

  private List<StoredVersion> referring(List<StoredVersion> matches, Include include) {
    List<StoredVersion> targets =
        matches.stream()
            .filter(match -> include.target() == null || include.target().equals(match.type()))
            .toList();
    Set<String> literal = new TreeSet<>();
    Set<String> canonical = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    parameters(include)
        .forEach(
            parameter -> {
              for (StoredVersion target : targets) {
                if (parameter.isCanonical()) {
                  for (String name : names(target)) {
                    names.add(name);
                    canonical.add(SearchToken.reference(parameter.name(), name));
                  }
                } else {
                  literal.add(SearchToken.reference(parameter.name(), key(target).reference()));
                }
              }
            });
    List<StoredVersion> referring = new ArrayList<>(carrying(include.source(), literal));
    // The token of a URL alone is also that of its other versions.
    carrying(include.source(), canonical).stream()
        .filter(one -> isNaming(one, include, names))
        .forEach(referring::add);
    return referring;
  }

  private boolean isNaming(StoredVersion one, Include include, Set<String> names) {
    ObjectNode tree = reader.readOwn(one.content());
    return parameters(include)
        .filter(SearchParameter::isCanonical)
        .anyMatch(
            parameter -> !Collections.disjoint(SearchIndexer.canonicals(parameter, tree), names));
  }

  /** What is stored and what is shipped of a type, and can be found by any of the tokens. */
  private List<StoredVersion> carrying(String type, Collection<String> tokens) {
    if (tokens.isEmpty()) {
      return List.of();
    }
    SearchRepository.Page stored = search.carrying(tokens, List.of(type), null, null, most);
    if (stored.more()) {
      throw tooMuch();
    }
    List<StoredVersion> found = new ArrayList<>();
    stored.matches().forEach(match -> found.add(match.stored()));
    found.addAll(
        shipped.search(new Criteria(type, List.of(new Criterion.Tokens(new TreeSet<>(tokens))))));
    return found;
  }

  private static Stream<SearchParameter> parameters(Include include) {
    return SearchParameters.of(include.source()).stream()
        .filter(parameter -> parameter.kind() == SearchParameter.Kind.REFERENCE)
        .filter(
            parameter ->
                include.parameter().equals(ALL) || include.parameter().equals(parameter.name()));
  }

  private FhirRequestException tooMuch() {
    return new FhirRequestException(
        FailureKind.CONDITION,
        "This page would include more than "
            + most
            + " resources, or "
            + (SearchRepository.MOST_OCTETS >> 20)
            + " MiB; ask for fewer matches with _count, or search for the others.");
  }
}
