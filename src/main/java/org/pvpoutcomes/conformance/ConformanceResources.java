package org.pvpoutcomes.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pvpoutcomes.vocabulary.Canonical;
import org.pvpoutcomes.vocabulary.ConceptMapDocument;
import org.pvpoutcomes.vocabulary.ShippedConceptMaps;

/**
 * The StructureDefinitions, CodeSystems, ValueSets and ConceptMaps that come with the service, from
 * the folder {@code fhir} of the class path. StructureDefinitions have a differential and no
 * snapshot: to make one takes the definitions of all of R4, which only the validator loads.
 *
 * <p>Immutable.
 */
@Singleton
public class ConformanceResources {

  /** The types of which there are any, in the order of their names. */
  public static final List<String> TYPES =
      List.of("CodeSystem", "ConceptMap", "SearchParameter", "StructureDefinition", "ValueSet");

  /** When the files were last changed; it changes with them. */
  public static final Instant LAST_UPDATED = Instant.parse("2026-11-25T00:00:00Z");

  private final Map<String, ConformanceResource> byReference;
  private final Map<String, ConformanceResource> byUrl;

  /** Reads all files; fails if one is missing or is not what its name says. */
  public ConformanceResources() {
    Map<String, ConformanceResource> references = new TreeMap<>();
    Map<String, ConformanceResource> urls = new TreeMap<>();
    Stream.concat(
            text("index.txt").lines().map(reference -> text(reference + ".json")),
            ShippedConceptMaps.load().stream().map(ConceptMapDocument::json))
        .map(ConformanceResources::resource)
        .forEach(
            resource -> {
              references.put(resource.type() + "/" + resource.id(), resource);
              urls.put(resource.url(), resource);
            });
    byReference = Collections.unmodifiableMap(references);
    byUrl = Collections.unmodifiableMap(urls);
  }

  /** The resource of that type and id. */
  public Optional<ConformanceResource> read(String type, String id) {
    return Optional.ofNullable(byReference.get(type + "/" + id));
  }

  /** The resource with that canonical URL, without version. */
  public Optional<ConformanceResource> find(String url) {
    return Optional.ofNullable(byUrl.get(url));
  }

  /** All of a type in the order of their ids; none for a type outside {@link #TYPES}. */
  public List<ConformanceResource> ofType(String type) {
    return all().stream().filter(resource -> resource.type().equals(type)).toList();
  }

  /** All, in the order of types and ids. */
  public Collection<ConformanceResource> all() {
    return byReference.values();
  }

  private static ConformanceResource resource(String json) {
    ObjectNode tree;
    try {
      tree = (ObjectNode) new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    String type = tree.path("resourceType").textValue();
    String id = tree.path("id").textValue();
    String url = tree.path("url").textValue();
    if (!url.equals(Canonical.BASE + "/" + type + "/" + id)) {
      throw new IllegalStateException("The URL must end in type and id: " + url);
    }
    ObjectNode served = JsonNodeFactory.instance.objectNode();
    served.put("resourceType", type).put("id", id);
    served
        .putObject("meta")
        .put("versionId", String.valueOf(ConformanceResource.VERSION))
        .put("lastUpdated", LAST_UPDATED.toString());
    served.setAll(tree);
    return new ConformanceResource(
        type, id, url, served.toString(), LAST_UPDATED, tree.path("type").asText());
  }

  private static String text(String name) {
    String path = "/fhir/" + name;
    try (InputStream in = ConformanceResources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
