package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Patch;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.Condition;

/** Understands a request, and checks what it wants to be written. Nothing is stored here. */
@Singleton
class WritePlanner {

  private final ResourceChecker checker;
  private final PatchReader patches;
  private final WriteRemarks remarks;

  WritePlanner(ResourceChecker checker, PatchReader patches, WriteRemarks remarks) {
    this.checker = checker;
    this.patches = patches;
    this.remarks = remarks;
  }

  /**
   * What a request asks for.
   *
   * @throws FhirRequestException if there is no such interaction, or something is wrong with what
   *     it wants to be written
   */
  Planned plan(FhirRequest request) {
    Route route = request.route();
    Write write = write(request, route);
    return new Planned(
        request,
        route,
        write,
        write != null && write.kind() != Write.Kind.DELETE && write.patch() == null
            ? remarks.on(route.type(), write.resource().content(), request.resourcePlace())
            : List.of());
  }

  private @Nullable Write write(FhirRequest request, Route route) {
    return switch (route.interaction()) {
      case CREATE -> create(request, route);
      case UPDATE -> update(request, route);
      case PATCH -> patch(request, route);
      case DELETE -> delete(request, route);
      case BUNDLE ->
          throw new FhirRequestException(
              FailureKind.NOT_SUPPORTED,
              request.urlPlace(),
              "A Bundle inside a Bundle is not carried out; send it on its own.");
      default -> null;
    };
  }

  private Write create(FhirRequest request, Route route) {
    refuseQuery(request);
    Preconditions preconditions = request.preconditions();
    refuseVersions(request, "A create");
    String ifNoneExist = preconditions.ifNoneExist();
    Condition condition =
        ifNoneExist == null
            ? null
            : Conditions.parse(
                route.type(),
                ifNoneExist,
                request.base(),
                request.place() == null ? null : request.place() + ".request.ifNoneExist");
    return Write.create(resource(request, route), condition).named(request.fullUrl());
  }

  private Write update(FhirRequest request, Route route) {
    refuseIfNoneExist(request);
    Condition condition = target(request, route);
    CheckedResource resource = resource(request, route);
    refuseSubset(resource, Objects.requireNonNullElse(request.resourcePlace(), route.type()));
    if (condition == null) {
      ResourceIds.requireSame(
          resource, route.id(), Objects.requireNonNullElse(request.resourcePlace(), route.type()));
    }
    Write write =
        condition == null ? Write.update(route.id(), resource) : Write.update(condition, resource);
    return write
        .named(request.fullUrl())
        .expecting(request.preconditions().forWrite(request.place()));
  }

  private Write patch(FhirRequest request, Route route) {
    refuseIfNoneExist(request);
    refuseIfNoneMatch(request, "A patch");
    Condition condition = target(request, route);
    JsonNode body = request.body();
    if (body == null) {
      throw new FhirRequestException(
          FailureKind.REQUIRED, request.resourcePlace(), "A PATCH needs the patch.");
    }
    Patch patch = validated(patches.read(body, route.type(), request.resourcePlace()), request);
    Write write =
        condition == null
            ? Write.patch(route.type(), route.id(), patch)
            : Write.patch(condition, patch);
    return write
        .named(request.fullUrl())
        .expecting(request.preconditions().forWrite(request.place()));
  }

  /** Refuses a result that is not to be stored; other remarks on it are not reported. */
  private Patch validated(Patch patch, FhirRequest request) {
    return new Patch() {
      @Override
      public CheckedResource apply(ObjectNode current) {
        CheckedResource result = patch.apply(current);
        remarks.on(result.type(), result.content(), request.resourcePlace());
        return result;
      }

      @Override
      public boolean mayChange(String element) {
        return patch.mayChange(element);
      }
    };
  }

  private Write delete(FhirRequest request, Route route) {
    refuseIfNoneExist(request);
    refuseIfNoneMatch(request, "A delete");
    if (request.body() != null) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE, request.resourcePlace(), "A DELETE has no resource.");
    }
    Condition condition = target(request, route);
    Write write =
        condition == null ? Write.delete(route.type(), route.id()) : Write.delete(condition);
    return write.expecting(request.preconditions().forWrite(request.place()));
  }

  /** The condition on what is written; null if its id is in the path. */
  private @Nullable Condition target(FhirRequest request, Route route) {
    if (route.id().isEmpty()) {
      return Conditions.parse(route.type(), request.query(), request.base(), request.urlPlace());
    }
    if (!TextRules.isId(route.id())) {
      throw new FhirRequestException(
          FailureKind.VALUE,
          request.urlPlace(),
          "The id in the URL is not one: 1 to 64 letters, digits, - and dots.");
    }
    refuseQuery(request);
    return null;
  }

  private CheckedResource resource(FhirRequest request, Route route) {
    String place = request.resourcePlace();
    if (!(request.body() instanceof ObjectNode tree)) {
      throw new FhirRequestException(FailureKind.REQUIRED, place, "POST and PUT need a resource.");
    }
    String actual = checker.type(tree, place);
    if (!actual.equals(route.type())) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE,
          place == null ? actual : request.urlPlace(),
          "The resource is a " + actual + " and the URL is that of " + route.type() + ".");
    }
    return checker.check(tree, place);
  }

  /** What a read with {@code _elements} or {@code _summary} left out would be lost. */
  private static void refuseSubset(CheckedResource resource, String place) {
    int tag = Subset.tagOf(resource.content());
    if (tag >= 0) {
      throw new FhirRequestException(
          FailureKind.UNPROCESSABLE,
          place + ".meta.tag[" + tag + "]",
          "The resource is tagged SUBSETTED: it is only a part. Read the whole and change that, or"
              + " send a patch; nothing was written.");
    }
  }

  private static void refuseQuery(FhirRequest request) {
    for (var parameter : QueryText.parameters(request.query(), request.urlPlace())) {
      if (!Presentation.PARAMETERS.contains(parameter.name())) {
        throw new FhirRequestException(
            FailureKind.NOT_SUPPORTED,
            request.urlPlace(),
            request.method()
                + " at this URL takes no search parameters; nothing was written. "
                + (request.method() == HttpMethod.POST
                    ? "For a conditional create, use If-None-Exist."
                    : "The id in the path says which resource is meant."));
      }
    }
  }

  private static void refuseVersions(FhirRequest request, String what) {
    if (request.preconditions().ifMatch() != null) {
      throw misplaced(request, "ifMatch", what + " has no version to match.");
    }
    refuseIfNoneMatch(request, what);
  }

  private static void refuseIfNoneMatch(FhirRequest request, String what) {
    if (request.preconditions().ifNoneMatch() != null) {
      throw misplaced(request, "ifNoneMatch", what + " does not look at If-None-Match.");
    }
  }

  private static void refuseIfNoneExist(FhirRequest request) {
    if (request.preconditions().ifNoneExist() != null) {
      throw misplaced(
          request,
          "ifNoneExist",
          "If-None-Exist belongs to POST; for PUT, PATCH and DELETE the condition is in the URL.");
    }
  }

  private static FhirRequestException misplaced(FhirRequest request, String name, String text) {
    return new FhirRequestException(
        FailureKind.CONDITION,
        request.place() == null ? null : request.place() + ".request." + name,
        text + " Nothing was written.");
  }
}
