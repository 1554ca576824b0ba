package org.pvpoutcomes.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a Bundle of type transaction or batch (FHIR R4 http.html#transaction). */
@Singleton
class BundleReader {

  /** A scheme, before anything that ends it (RFC 3986 §3.1). */
  private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:");

  private static final Pattern ENTRY =
      Pattern.compile("Bundle\\.entry\\[([0-9]{1,9})](?:\\..*)?", Pattern.DOTALL);

  private final ResourceChecker checker;
  private final WritePlanner planner;
  private final int maxEntries;

  BundleReader(ResourceChecker checker, WritePlanner planner, FhirConfig config) {
    this.checker = checker;
    this.planner = planner;
    this.maxEntries = config.maxEntries();
  }

  /**
   * Reads a Bundle.
   *
   * @param base the server's base URL, without a slash at the end: entries may use absolute URLs
   * @param preference of the request, which holds for each entry
   * @throws FhirRequestException if the Bundle itself is wrong, or any entry of a transaction; a
   *     wrong entry of a batch is returned as such
   */
  BundleRequest read(ObjectNode bundle, String base, Preference preference) {
    limitEntries(bundle);
    Map<Integer, FhirRequestException> malformed = malformedEntries(bundle);
    BundleRequest.Kind kind = kind(bundle);
    List<BundleRequest.Entry> entries = new ArrayList<>();
    Map<String, Integer> fullUrls = new HashMap<>();
    for (JsonNode entry : bundle.path("entry")) {
      FhirRequestException refusal = malformed.get(entries.size());
      entries.add(
          refusal == null
              ? entry(entry, entries.size(), base, preference, fullUrls)
              : new BundleRequest.Entry(null, refusal));
    }
    if (kind == BundleRequest.Kind.TRANSACTION) {
      refuseIfAnyIsRefused(entries);
    }
    return new BundleRequest(kind, entries);
  }

  /**
   * What is wrong with entries of a batch, by their index: one is none of the others' business
   * (FHIR R4 http.html#brules).
   *
   * @throws FhirRequestException if anything else is wrong with the Bundle, or it is no batch
   */
  private Map<Integer, FhirRequestException> malformedEntries(ObjectNode bundle) {
    try {
      checker.checkEnvelope(bundle);
      return Map.of();
    } catch (FhirRequestException e) {
      Map<Integer, List<Issue>> issues = new HashMap<>();
      for (Issue issue : e.issues()) {
        String place = issue.expression();
        Matcher entry = ENTRY.matcher(place == null ? "" : place);
        if (!bundle.path("type").asText().equals("batch") || !entry.matches()) {
          throw e;
        }
        issues.computeIfAbsent(Integer.valueOf(entry.group(1)), _ -> new ArrayList<>()).add(issue);
      }
      Map<Integer, FhirRequestException> malformed = new HashMap<>();
      issues.forEach((index, its) -> malformed.put(index, new FhirRequestException(its)));
      return malformed;
    }
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
      JsonNode entry,
      int index,
      String base,
      Preference preference,
      Map<String, Integer> fullUrls) {
    String place = "Bundle.entry[" + index + "]";
    try {
      String fullUrl = fullUrl(entry, index, place, fullUrls);
      return new BundleRequest.Entry(
          planner.plan(request(entry, base, preference, fullUrl, place)), null);
    } catch (FhirRequestException refusal) {
      return new BundleRequest.Entry(null, refusal);
    }
  }

  private static FhirRequest request(
      JsonNode entry, String base, Preference preference, @Nullable String fullUrl, String place) {
    JsonNode request = entry.get("request");
    if (request == null) {
      throw new FhirRequestException(
          FailureKind.REQUIRED, place + ".request", "Each entry needs a request.");
    }
    String url = request.path("url").asText();
    if (url.startsWith(base + "/")) {
      url = url.substring(base.length() + 1);
    } else if (url.startsWith("/")) {
      url = url.substring(1);
    } else if (ABSOLUTE.matcher(url).lookingAt()) {
      throw new FhirRequestException(
          FailureKind.CONDITION,
          place + ".request.url",
          "The URL is not one of this server; write it relative to the base, such as Patient/1.");
    }
    int query = url.indexOf('?');
    return new FhirRequest(
        base,
        HttpMethod.valueOf(request.path("method").asText()),
        FhirHttp.path(query < 0 ? url : url.substring(0, query), place + ".request.url"),
        query < 0 ? "" : url.substring(query + 1),
        new Preconditions(
            text(request, "ifMatch"),
            text(request, "ifNoneMatch"),
            instant(request),
            null,
            text(request, "ifNoneExist")),
        preference,
        entry.get("resource"),
        fullUrl,
        place);
  }

  private static @Nullable String text(JsonNode request, String name) {
    JsonNode text = request.get(name);
    return text == null ? null : text.asText();
  }

  /** The envelope was checked, so that it is an instant. */
  private static @Nullable Instant instant(JsonNode request) {
    JsonNode instant = request.get("ifModifiedSince");
    return instant == null ? null : OffsetDateTime.parse(instant.asText()).toInstant();
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
}
