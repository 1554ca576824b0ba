package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.StudyConcept.PainScale;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * Where an Observation comes from, for the pain scores of sources that never state their scale. A
 * ConceptMap gives such a source a {@code pain-scale}; the code is a URI ({@code
 * urn:ietf:rfc:3986}): the {@code meta.source} of its resources without the fragment, which only
 * names the single message (FHIR R4 resource.html#Meta), or the system of their business
 * identifiers.
 */
final class PainSource {

  private final Codes codes;
  private final String metaSource;
  private final List<String> identifierSystems;

  PainSource(Observation observation, Codes codes) {
    this.codes = codes;
    this.metaSource = withoutFragment(observation.getMeta().getSource());
    this.identifierSystems =
        observation.getIdentifier().stream()
            .filter(Identifier::hasSystem)
            .map(Identifier::getSystem)
            .distinct()
            .toList();
  }

  /** The scales that are known of it: of its {@code meta.source}, else of its identifiers. */
  Set<PainScale> scales() {
    Set<PainScale> ofMeta = scales(List.of(metaSource));
    return ofMeta.isEmpty() ? scales(identifierSystems) : ofMeta;
  }

  /** Notes the URIs that could be given a scale. */
  void note(Unmapped unmapped) {
    if (!metaSource.isEmpty()) {
      unmapped.note("Observation.meta.source", Canonical.URI, metaSource, StudyConcept.PAIN_SCALE);
    }
    for (String system : identifierSystems) {
      unmapped.note(
          "Observation.identifier.system", Canonical.URI, system, StudyConcept.PAIN_SCALE);
    }
  }

  private Set<PainScale> scales(List<String> uris) {
    List<PainScale> scales = new ArrayList<>();
    uris.forEach(
        uri -> codes.one(StudyConcept.PAIN_SCALE, Canonical.URI, uri).ifPresent(scales::add));
    return scales.isEmpty() ? EnumSet.noneOf(PainScale.class) : EnumSet.copyOf(scales);
  }

  private static String withoutFragment(@Nullable String uri) {
    if (uri == null) {
      return "";
    }
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }
}
