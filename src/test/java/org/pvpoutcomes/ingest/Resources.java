package org.pvpoutcomes.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pvpoutcomes.record.CheckedResource;
import org.pvpoutcomes.record.CheckedResource.ReferenceSite;
import org.pvpoutcomes.record.IdentifierCriterion;
import org.pvpoutcomes.record.StoredVersion;

/** Synthetic resources as the check of a request would hand them on. */
final class Resources {

  static final String MRN = "http://hospital.example/id/mrn";

  private Resources() {}

  /** Well-formed JSON with its identifiers and its subject; a query is a conditional reference. */
  static CheckedResource resource(String json) {
    ObjectNode content = VersionWriter.read(new StoredVersion("", "", 2, Instant.EPOCH, json));
    String type = content.get("resourceType").textValue();
    List<IdentifierCriterion> identifiers = new ArrayList<>();
    for (JsonNode identifier : content.path("identifier")) {
      identifiers.add(
          new IdentifierCriterion(
              type, identifier.path("system").asText(), identifier.path("value").asText()));
    }
    List<ReferenceSite> references = new ArrayList<>();
    if (content.get("subject") instanceof ObjectNode subject) {
      String reference = subject.path("reference").asText();
      int value = reference.indexOf("|");
      IdentifierCriterion condition = value < 0 ? null : mrn(reference.substring(value + 1));
      references.add(new ReferenceSite(subject, type + ".subject", condition));
    }
    return new CheckedResource(type, content, references, identifiers);
  }

  static IdentifierCriterion mrn(String value) {
    return new IdentifierCriterion("Patient", MRN, value);
  }

  static CheckedResource patient(String mrn) {
    return resource(
        """
        {"resourceType":"Patient","identifier":[{"system":"%s","value":"%s"}]}"""
            .formatted(MRN, mrn));
  }

  static CheckedResource born(int year) {
    return resource(
        """
        {"resourceType":"Patient","birthDate":"%d-01-01"}"""
            .formatted(year));
  }

  /** A pain score on a day of January 2018. */
  static CheckedResource score(String subject, int day, int millimetres) {
    return resource(
        """
        {"resourceType":"Observation","status":"final",
        "code":{"coding":[{"system":"http://loinc.org","code":"38214-3"}]},
        "subject":{"reference":"%s"},"effectiveDateTime":"2018-01-%02d",
        "valueQuantity":{"value":%d,"unit":"mm","system":"http://unitsofmeasure.org","code":"mm"}}"""
            .formatted(subject, day, millimetres));
  }

  /** Appends a note to an Observation: if one of two patches is lost, its note is. */
  static Patch note(String text) {
    return current -> {
      current.withArray("note").addObject().put("text", text);
      return resource(current.toString());
    };
  }

  /** Sets the subject of an Observation. */
  static Patch subject(String reference) {
    return current -> {
      current.putObject("subject").put("reference", reference);
      return resource(current.toString());
    };
  }

  /** Sets the value of a pain score. */
  static Patch value(int millimetres) {
    return current -> {
      current.withObject("valueQuantity").put("value", millimetres);
      return resource(current.toString());
    };
  }

  /** A vertebroplasty of one vertebra on 10 January 2018. */
  static CheckedResource session(String subject) {
    return resource(
        """
        {"resourceType":"Procedure","status":"completed","subject":{"reference":"%s"},
        "code":{"coding":[{"system":"http://www.ama-assn.org/go/cpt","code":"22511"}]},
        "bodySite":[{"coding":[{"system":"http://snomed.info/sct","code":"36470004"}]}],
        "performedDateTime":"2018-01-10"}"""
            .formatted(subject));
  }
}
