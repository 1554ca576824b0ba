package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.StoredVersion;

/** The interactions read and vread (FHIR R4 http.html#read, #vread). */
@ApplicationScoped
class Reads {

  private static final String VERSION = "[1-9][0-9]{0,8}";

  private final RecordRepository record;
  private final ShippedResources shipped;
  private final Rendering rendering;

  Reads(RecordRepository record, ShippedResources shipped, Rendering rendering) {
    this.record = record;
    this.shipped = shipped;
    this.rendering = rendering;
  }

  /**
   * The current version of a resource, or nothing new.
   *
   * @throws FhirRequestException NOT_FOUND, DELETED or VERSION_CONFLICT
   */
  FhirAnswer read(FhirRequest request, Route route) {
    return answer(request, current(route));
  }

  /**
   * One version of a resource, or nothing new.
   *
   * @throws FhirRequestException NOT_FOUND, DELETED or VERSION_CONFLICT
   */
  FhirAnswer readVersion(FhirRequest request, Route route) {
    return answer(request, version(route));
  }

  private Optional<StoredVersion> current(Route route) {
    if (!TextRules.isId(route.id())) {
      return Optional.empty();
    }
    Optional<StoredVersion> stored =
        StoredTypes.ALL.contains(route.type())
            ? record.current(route.type(), route.id())
            : Optional.empty();
    return stored.or(() -> shipped(route));
  }

  private Optional<StoredVersion> version(Route route) {
    if (!TextRules.isId(route.id()) || !route.version().matches(VERSION)) {
      return Optional.empty();
    }
    int version = Integer.parseInt(route.version());
    if (StoredTypes.ALL.contains(route.type())) {
      Optional<StoredVersion> stored = record.version(route.type(), route.id(), version);
      if (stored.isPresent() || record.current(route.type(), route.id()).isPresent()) {
        return stored;
      }
    }
    return shipped(route).filter(one -> one.version() == version);
  }

  /** What this service ships; a resource of the same id that somebody stored goes before it. */
  private Optional<StoredVersion> shipped(Route route) {
    return shipped.read(route.type(), route.id());
  }

  /** In a Bundle, nobody else cuts it to what is wanted. */
  private FhirAnswer part(FhirRequest request, StoredVersion stored) {
    Presentation presentation =
        Presentation.of(
            QueryText.parameters(request.query(), request.urlPlace()), null, request.urlPlace());
    return new FhirAnswer(
        200, stored, false, rendering.part(stored.content(), presentation), false);
  }

  private FhirAnswer answer(FhirRequest request, Optional<StoredVersion> found) {
    StoredVersion stored =
        found.orElseThrow(
            () ->
                new FhirRequestException(
                    FailureKind.NOT_FOUND,
                    request.urlPlace(),
                    "There is no such resource or version."));
    if (stored.isDeletion()) {
      throw new FhirRequestException(
          FailureKind.DELETED,
          request.urlPlace(),
          "The resource is deleted as of version "
              + stored.version()
              + "; the versions before it can still be read.");
    }
    request.preconditions().requireForRead(stored, request.place());
    if (request.preconditions().isKnown(stored)) {
      return FhirAnswer.notModified(stored);
    }
    return request.place() == null ? FhirAnswer.of(stored) : part(request, stored);
  }
}
