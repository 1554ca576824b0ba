package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.record.RecordRepository;
import org.pvpoutcomes.record.ResourceKey;
import org.pvpoutcomes.record.SearchRepository;
import org.pvpoutcomes.record.SearchToken;
import org.pvpoutcomes.record.StoredVersion;
import org.pvpoutcomes.search.QueryParameter;

/**
 * The operation {@code $everything} on a patient: the Patient, what refers to it by the parameters
 * of the patient compartment, and what those refer to (FHIR R4 patient-operation-everything.html,
 * compartmentdefinition-patient.html).
 */
@ApplicationScoped
class Everything {

  /**
   * Those of the compartment's definition that lead from one of the stored types to its patient.
   */
  private static final List<String> PARAMETERS =
      List.of("subject", "patient", "asserter", "performer", "author", "individual", "link");

  private final RecordRepository record;
  private final SearchRepository search;
  private final Included included;
  private final Rendering rendering;
  private final Links links;
  private final FhirConfig config;

  Everything(
      RecordRepository record,
      SearchRepository search,
      Included included,
      Rendering rendering,
      Links links,
      FhirConfig config) {
    this.record = record;
    this.search = search;
    this.included = included;
    this.rendering = rendering;
    this.links = links;
    this.config = config;
  }

  /**
   * What is asked for.
   *
   * @param types only these; empty for all
   */
  private record Asked(
      List<String> types,
      @Nullable Instant since,
      int count,
      @Nullable String page,
      List<String> unknown) {}

  /**
   * One page.
   *
   * @throws FhirRequestException NOT_FOUND or DELETED if there is no such patient
   */
  FhirAnswer answer(FhirRequest request, Route route) {
    List<QueryParameter> query = QueryText.parameters(request.query(), request.urlPlace());
    Presentation presentation = Presentation.of(query, null, request.urlPlace());
    if (request.body() != null) {
      throw new FhirRequestException(
          FailureKind.NOT_SUPPORTED,
          request.resourcePlace(),
          "The parameters of $everything belong into the URL.");
    }
    Asked asked = asked(query, request);
    StoredVersion patient = patient(request, route);
    List<String> tokens =
        PARAMETERS.stream()
            .map(parameter -> SearchToken.reference(parameter, "Patient/" + patient.id()))
            .toList();
    String page = asked.page;
    ResourceKey after = page == null ? null : key(page);
    SearchRepository.Page found =
        search.carrying(tokens, asked.types, asked.since, after, asked.count);
    List<StoredVersion> shown = new ArrayList<>();
    found.matches().forEach(match -> shown.add(match.stored()));
    String next =
        found.more() ? PageToken.of(List.of(shown.getLast().type(), shown.getLast().id())) : null;
    shown.removeIf(one -> one.type().equals("Patient") && one.id().equals(patient.id()));
    if (after == null && isWanted(patient, asked)) {
      shown.addFirst(patient);
    }
    List<BundlePage.Entry> entries = new ArrayList<>();
    shown.forEach(one -> entries.add(found(one, presentation, false)));
    for (StoredVersion target : included.targetsOf(shown)) {
      boolean again = target.type().equals("Patient") && target.id().equals(patient.id());
      if (!again && isWanted(target, asked)) {
        entries.add(found(target, presentation, true));
      }
    }
    if (!asked.unknown.isEmpty()) {
      entries.add(new BundlePage.Remark(Unsupported.remark(asked.unknown)));
    }
    return FhirAnswer.of(
        new BundlePage("searchset", null, links.of(request, query, page, next), entries)
            .write(request.base()));
  }

  private static boolean isWanted(StoredVersion one, Asked asked) {
    return (asked.types.isEmpty() || asked.types.contains(one.type()))
        && (asked.since == null || !one.lastUpdated().isBefore(asked.since));
  }

  private StoredVersion patient(FhirRequest request, Route route) {
    StoredVersion patient =
        TextRules.isId(route.id()) ? record.current("Patient", route.id()).orElse(null) : null;
    if (patient == null || patient.isDeletion()) {
      throw new FhirRequestException(
          patient == null ? FailureKind.NOT_FOUND : FailureKind.DELETED,
          request.urlPlace(),
          "There is no such patient.");
    }
    return patient;
  }

  private Asked asked(List<QueryParameter> query, FhirRequest request) {
    List<String> types = new ArrayList<>();
    Instant since = null;
    int count = config.maxPageSize();
    String page = null;
    List<String> unknown = new ArrayList<>();
    for (QueryParameter parameter : query) {
      String value = parameter.value();
      switch (parameter.name()) {
        case "_since" -> since = PageParameters.since(value, request);
        case "_count" ->
            count = Math.clamp(PageParameters.count(value, request), 1, config.maxPageSize());
        case PageToken.PARAMETER -> page = value;
        case "_type" -> {
          for (String type : value.split(",", -1)) {
            types.add(StoredTypes.require(type, request.urlPlace()));
          }
        }
        default -> {
          if (!Presentation.PARAMETERS.contains(parameter.name())) {
            unknown.add(parameter.name());
          }
        }
      }
    }
    Unsupported.refuseIfStrict(unknown, request);
    return new Asked(types, since, count, page, unknown);
  }

  private static ResourceKey key(String page) {
    List<String> keys = PageToken.keys(page, 2);
    return new ResourceKey(keys.get(0), keys.get(1));
  }

  private BundlePage.Found found(
      StoredVersion stored, Presentation presentation, boolean isIncluded) {
    return new BundlePage.Found(stored, rendering.part(stored.content(), presentation), isIncluded);
  }
}
