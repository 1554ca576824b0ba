package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.FhirContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.InstantType;
import org.pvpoutcomes.conformance.ConformanceResources;
import org.pvpoutcomes.measure.StudyMeasure;
import org.pvpoutcomes.measure.StudyMeasures;
import org.pvpoutcomes.record.StoredVersion;

/** The Measures that are made from the protocols of the studies, in the shape of what is stored. */
@ApplicationScoped
class GeneratedMeasures {

  /** Their type. */
  static final String TYPE = "Measure";

  private final StudyMeasures measures;

  GeneratedMeasures(StudyMeasures measures) {
    this.measures = measures;
  }

  /** The Measure with this id, in the version of the study that answers. */
  Optional<StoredVersion> read(String id) {
    return measures.find(id).map(GeneratedMeasures::asStored);
  }

  /** All, in order of id. */
  List<StoredVersion> all() {
    return measures.all().stream()
        .map(GeneratedMeasures::asStored)
        .sorted(Comparator.comparing(StoredVersion::id))
        .toList();
  }

  private static StoredVersion asStored(StudyMeasure measure) {
    Instant created = measure.created();
    Instant lastUpdated = created == null ? ConformanceResources.LAST_UPDATED : created;
    InstantType time = new InstantType(Date.from(lastUpdated));
    time.setTimeZone(TimeZone.getTimeZone("UTC"));
    return new StoredVersion(
        TYPE,
        measure.id(),
        measure.version(),
        lastUpdated,
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(MeasureDocuments.of(measure, time)));
  }
}
