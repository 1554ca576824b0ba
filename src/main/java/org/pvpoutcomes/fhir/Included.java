package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
  private final JsonReader reader;
  private final int most;

  Included(RecordRepository record, SearchRepository search, JsonReader reader, FhirConfig config) {
    this.record = record;
    this.search = search;
    this.reader = reader;
    this.most = config.maxIncluded();
  }

  /**
   * The resources to add, each once, and none of the matches.
   *
   * @throws FhirRequestException if they are more than the limit
   */
  Collection<StoredVersion> to(
      List<StoredVersion> matches, List<Include> includes, List<Include> revincludes) {
    if (matches.isEmpty() || (includes.isEmpty() && revincludes.isEmpty())) {
      return List.of();
    }
    Map<ResourceKey, StoredVersion> added = new LinkedHashMap<>();
    Set<ResourceKey> wanted = new TreeSet<>();
    for (StoredVersion match : matches) {
      List<Include> own =
          includes.stream()
              .filter(include -> include.source().equals(match.type()))
              .distinct()
              .toList();
      if (!own.isEmpty()) {
        addTargets(match, own, wanted);
      }
    }
    limit(wanted.size());
    Map<ResourceKey, StoredVersion> found = record.current(wanted);
    for (ResourceKey key : wanted) {
      StoredVersion target = found.get(key);
      if (target != null && !target.isDeletion()) {
        added.put(key, target);
      }
    }
    for (Include include : revincludes) {
      List<StoredVersion> referrers = referring(matches, include);
      limit(referrers.size());
      for (StoredVersion referring : referrers) {
        added.put(new ResourceKey(referring.type(), referring.id()), referring);
      }
    }
    matches.forEach(match -> added.remove(new ResourceKey(match.type(), match.id())));
    limit(added.size());
    return added.values();
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
  private void addTargets(StoredVersion match, List<Include> includes, Set<ResourceKey> wanted) {
    ObjectNode tree = reader.readOwn(match.content());
    Set<String> tokens = SearchIndexer.valuesOf(match.type(), tree).tokens();
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
            .map(parameter -> SearchToken.reference(parameter, target.reference()))
            .anyMatch(tokens::contains);
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
    List<String> tokens =
        parameters(include)
            .flatMap(
                parameter ->
                    matches.stream()
                        .filter(
                            match ->
                                include.target() == null || include.target().equals(match.type()))
                        .map(match -> match.type() + "/" + match.id())
                        .map(reference -> SearchToken.reference(parameter, reference)))
            .toList();
    return tokens.isEmpty()
        ? List.of()
        : search.carrying(tokens, List.of(include.source()), null, null, most + 1);
  }

  private static Stream<String> parameters(Include include) {
    return include.parameter().equals(ALL)
        ? SearchParameters.of(include.source()).stream()
            .filter(parameter -> parameter.kind() == SearchParameter.Kind.REFERENCE)
            .map(SearchParameter::name)
        : Stream.of(include.parameter());
  }

  private void limit(int count) {
    if (count > most) {
      throw new FhirRequestException(
          FailureKind.CONDITION,
          "This page would include more than "
              + most
              + " resources; ask for fewer matches with _count, or search for the others.");
    }
  }
}
