package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.ingest.Write.Kind;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.IdentifierCriterion;

/**
 * Reads a Bundle of type transaction or batch (FHIR R4 http.html#transaction). Of the methods,
 * DELETE, POST and PUT are supported; conditions only on one identifier; versions as a condition
 * (ifMatch and its kin) not at all, and so refused rather than ignored.
 */
@Singleton
class BundleReader {

  private static final List<String> UNSUPPORTED_CONDITIONS =
      List.of("ifMatch", "ifNoneMatch", "ifModifiedSince");

  private final ResourceChecker checker;
  private final int maxEntries;

  BundleReader(ResourceChecker checker, FhirConfig config) {
    this.checker = checker;
    this.maxEntries = config.maxEntries();
  }

  /**
   * Reads a Bundle.
   *
   * @param base the server's base URL, without a slash at the end: entries may use absolute URLs
   * @throws FhirRequestException if the Bundle itself is wrong, or any entry of a transaction; a
   *     wrong entry of a batch is returned as such
   */
  BundleRequest read(ObjectNode bundle, String base) {
    limitEntries(bundle);
    checker.checkEnvelope(bundle);
    BundleRequest.Kind kind = kind(bundle);
    List<BundleRequest.Entry> entries = new ArrayList<>();
    Map<String, Integer> fullUrls = new HashMap<>();
    for (JsonNode entry : bundle.path("entry")) {
      entries.add(entry(entry, entries.size(), base, fullUrls));
    }
    if (kind == BundleRequest.Kind.TRANSACTION) {
      refuseIfAnyIsRefused(entries);
    }
    return new BundleRequest(kind, entries);
  }

  private void limitEntries(ObjectNode bundle) {
    if (bundle.path("entry").size() > maxEntries) {
      throw new FhirRequestException(
          FailureKind.TOO_LARGE,
          "Bundle.entry",
          "More than " + maxEntries + " entries; send them in several Bundles.");
    }
  }

  private static BundleRequest.Kind kind(ObjectNode bundle) {
    return switch (bundle.path("type").asText()) {
      case "transaction" -> BundleRequest.Kind.TRANSACTION;
      case "batch" -> BundleRequest.Kind.BATCH;
      default ->
          throw new FhirRequestException(
              FailureKind.NOT_SUPPORTED,
              "Bundle.type",
              "Only Bundles of type transaction and batch can be sent here.");
    };
  }

  private static void refuseIfAnyIsRefused(List<BundleRequest.Entry> entries) {
    List<Issue> issues = new ArrayList<>();
    for (BundleRequest.Entry entry : entries) {
      FhirRequestException refusal = entry.refusal();
      if (refusal != null) {
        issues.addAll(refusal.issues());
      }
    }
    if (issues.size() > ResourceWalk.MAX_ISSUES) {
      issues = new ArrayList<>(issues.subList(0, ResourceWalk.MAX_ISSUES));
      issues.add(
          new Issue(issues.getLast().kind(), null, "There are more faults, which are not listed."));
    }
    if (!issues.isEmpty()) {
      throw new FhirRequestException(issues);
    }
  }

  private BundleRequest.Entry entry(
      JsonNode entry, int index, String base, Map<String, Integer> fullUrls) {
    String place = "Bundle.entry[" + index + "]";
    try {
      return new BundleRequest.Entry(write(entry, index, place, base, fullUrls), null);
    } catch (FhirRequestException refusal) {
      return new BundleRequest.Entry(null, refusal);
    }
  }

  private Write write(
      JsonNode entry, int index, String place, String base, Map<String, Integer> fullUrls) {
    JsonNode request = entry.get("request");
    if (request == null) {
      throw new FhirRequestException(
          FailureKind.REQUIRED, place + ".request", "Each entry needs a request.");
    }
    refuseConditionsOnVersions(request, place);
    Kind method = method(request, place);
    if (method == Kind.DELETE) {
      return delete(entry, index, place, base, fullUrls);
    }
    if (!(entry.get("resource") instanceof ObjectNode resource)) {
      throw new FhirRequestException(
          FailureKind.REQUIRED, place + ".resource", "POST and PUT need a resource.");
    }
    String fullUrl = fullUrl(entry, index, place, fullUrls);
    Target target = target(request, method, place, base);
    CheckedResource checked = checker.check(resource, place + ".resource");
    if (!checked.type().equals(target.type)) {
      throw new FhirRequestException(
          FailureKind.STRUCTURE,
          place + ".request.url",
          "The URL is that of another type than the resource.");
    }
    IdentifierCriterion condition = target.condition;
    if (method == Kind.CREATE && request.has("ifNoneExist")) {
      condition =
          Conditions.parse(
              target.type, request.path("ifNoneExist").asText(), place + ".request.ifNoneExist");
    }
    if (target.id != null) {
      ResourceIds.requireSame(checked, target.id, place + ".resource");
    }
    return new Write(method, target.type, target.id, condition, fullUrl, checked);
  }

  /** A fullUrl of a delete is checked and then forgotten: nothing can refer to what is gone. */
  private static Write delete(
      JsonNode entry, int index, String place, String base, Map<String, Integer> fullUrls) {
    if (entry.has("resource")) {
      throw new FhirRequestException(
          FailureKind.INVARIANT, place + ".resource", "A DELETE has no resource.");
    }
    fullUrl(entry, index, place, fullUrls);
    Target target = target(entry.path("request"), Kind.DELETE, place, base);
    return Write.delete(target.type, target.id, target.condition);
  }

  private static Kind method(JsonNode request, String place) {
    return switch (request.path("method").asText()) {
      case "DELETE" -> Kind.DELETE;
      case "POST" -> Kind.CREATE;
      case "PUT" -> Kind.UPDATE;
      default ->
          throw new FhirRequestException(
              FailureKind.NOT_SUPPORTED,
              place + ".request.method",
              "Only DELETE, POST and PUT are supported in a Bundle.");
    };
  }

  private static void refuseConditionsOnVersions(JsonNode request, String place) {
    for (String name : UNSUPPORTED_CONDITIONS) {
      if (request.has(name)) {
        throw new FhirRequestException(
            FailureKind.NOT_SUPPORTED,
            place + ".request." + name,
            "Conditions on the version or its date are not supported.");
      }
    }
    if (request.has("ifNoneExist") && !request.path("method").asText().equals("POST")) {
      throw new FhirRequestException(
          FailureKind.CONDITION,
          place + ".request.ifNoneExist",
          "ifNoneExist belongs to POST; for PUT and DELETE the condition is in the URL.");
    }
  }

  private static @Nullable String fullUrl(
      JsonNode entry, int index, String place, Map<String, Integer> fullUrls) {
    JsonNode fullUrl = entry.get("fullUrl");
    if (fullUrl == null) {
      return null;
    }
    Integer first = fullUrls.putIfAbsent(fullUrl.asText(), index);
    if (first != null) {
      throw new FhirRequestException(
          FailureKind.DUPLICATE_ENTRY,
          place + ".fullUrl",
          "Bundle.entry[" + first + "] has the same fullUrl.");
    }
    return fullUrl.asText();
  }

  private static Target target(JsonNode request, Kind method, String place, String base) {
    String expression = place + ".request.url";
    String url = request.path("url").asText();
    if (url.startsWith(base + "/")) {
      url = url.substring(base.length() + 1);
    } else if (url.startsWith("/")) {
      url = url.substring(1);
    }
    if (method != Kind.CREATE) {
      int query = url.indexOf('?');
      if (query >= 0) {
        String type = StoredTypes.require(url.substring(0, query), expression);
        return new Target(type, null, Conditions.parse(type, url.substring(query + 1), expression));
      }
      int slash = url.indexOf('/');
      if (slash < 0 || !TextRules.isId(url.substring(slash + 1))) {
        throw new FhirRequestException(
            FailureKind.CONDITION,
            expression,
            "The URL of a PUT or DELETE is Type/id or Type?identifier=system|value.");
      }
      return new Target(
          StoredTypes.require(url.substring(0, slash), expression), url.substring(slash + 1), null);
    }
    if (url.indexOf('/') >= 0 || url.indexOf('?') >= 0) {
      throw new FhirRequestException(
          FailureKind.CONDITION, expression, "The URL of a POST is the resource type.");
    }
    return new Target(StoredTypes.require(url, expression), null, null);
  }

  /**
   * What a request URL names.
   *
   * @param id null for a create and where there is a condition
   * @param condition null unless it is a conditional update or delete
   */
  private record Target(
      String type, @Nullable String id, @Nullable IdentifierCriterion condition) {}
}
