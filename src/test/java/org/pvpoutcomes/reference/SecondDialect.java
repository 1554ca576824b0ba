package org.pvpoutcomes.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.pvpoutcomes.reference.SyntheticStudy.Request;

/**
 * Says what a Bundle of hospital.example says as clinic.example, another invented hospital, would:
 * with nothing but its own codes ({@link ClinicCodes}) and identifiers, and in other shapes of FHIR
 * R4.
 *
 * <ul>
 *   <li>Two transactions for a patient. The first has the treated vertebrae, their cement, the
 *       diagnoses and what went wrong; the second the session that the vertebrae are part of, pain,
 *       forms and the follow-up.
 *   <li>Procedures are put under ids of the clinic and referred to by them, before they are there;
 *       anything else is posted, and referred to by fullUrl in its transaction and by identifier
 *       from the other one.
 *   <li>A procedure says nothing of complications: an AdverseEvent suspects it, with one code for
 *       the leak and where it went. As an AdverseEvent cannot say when it was over, pain of a nerve
 *       root is also a Condition that is due to the procedure.
 *   <li>Pain is the distance on the line in centimetres, without reference range; cement is in
 *       cubic centimetres; the approach is a Coding; items of a form are numbered on from 31, in
 *       two groups, and answered by Codings.
 * </ul>
 */
final class SecondDialect {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SITE = "http://clinic.example";
  private static final String DUE_TO = "http://hl7.org/fhir/StructureDefinition/condition-dueTo";

  /** The resources of hospital.example by fullUrl. */
  private final Map<String, JsonNode> resources = new LinkedHashMap<>();

  private final ArrayNode first = JSON.createArrayNode();
  private final ArrayNode second = JSON.createArrayNode();

  private SecondDialect(JsonNode bundle) {
    bundle
        .path("entry")
        .forEach(entry -> resources.put(entry.path("fullUrl").textValue(), entry.path("resource")));
  }

  /** The two requests, in the order in which the clinic sends them. */
  static List<Request> translate(Request bundle) {
    SecondDialect dialect = new SecondDialect(StudyAnswers.parse(bundle.body()));
    dialect.resources.forEach(dialect::add);
    return List.of(transaction(dialect.first), transaction(dialect.second));
  }

  private static Request transaction(ArrayNode entries) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "transaction").set("entry", entries);
    return new Request("POST", "/", bundle.toString());
  }

  private void add(String fullUrl, JsonNode from) {
    switch (type(from)) {
      case "Patient" ->
          enter(fullUrl, from, keep(start("Patient", from), from, "active", "gender", "birthDate"));
      case "Procedure" -> enter(fullUrl, from, procedure(from));
      case "Observation" -> enter(fullUrl, from, observation(from));
      case "QuestionnaireResponse" -> enter(fullUrl, from, form(from));
      case "Condition" -> addCondition(fullUrl, from);
      default -> throw new IllegalArgumentException(type(from));
    }
  }

  private void addCondition(String fullUrl, JsonNode from) {
    List<String> procedures = proceduresComplicatedBy(fullUrl);
    if (procedures.isEmpty()) {
      enter(fullUrl, from, condition(from));
      return;
    }
    ObjectNode event = adverseEvent(from, procedures);
    if (!from.has("abatementDateTime")) {
      enter(fullUrl, from, event);
      return;
    }
    event.putArray("resultingCondition").addObject().put("reference", fullUrl);
    byte[] name = (fullUrl + " AdverseEvent").getBytes(StandardCharsets.UTF_8);
    enter("urn:uuid:" + UUID.nameUUIDFromBytes(name), from, event);
    ObjectNode condition = condition(from);
    procedures.forEach(
        procedure ->
            condition
                .withArray("extension")
                .addObject()
                .put("url", DUE_TO)
                .putObject("valueReference")
                .put("reference", procedure));
    enter(fullUrl, from, condition);
  }

  /** Adds an entry to the transaction of the resource it is made from. */
  private void enter(String fullUrl, JsonNode from, ObjectNode resource) {
    ObjectNode entry = (isOfTheSecond(from) ? second : first).addObject().put("fullUrl", fullUrl);
    String type = type(resource);
    if (type.equals("Procedure")) {
      String url = "Procedure/" + resource.path("id").textValue();
      entry.putObject("request").put("method", "PUT").put("url", url);
    } else {
      entry
          .putObject("request")
          .put("method", "POST")
          .put("url", type)
          .put("ifNoneExist", criterion(type, from));
    }
    entry.set("resource", resource);
  }

  private ObjectNode procedure(JsonNode from) {
    ObjectNode procedure = keep(start("Procedure", from), from, "status");
    procedure.put("id", procedureId(from));
    procedure.set("code", ClinicCodes.concept("eingriff", ClinicCodes.code(from.path("code"))));
    procedure.set("performedDateTime", from.path("performedPeriod").path("start"));
    setReference(procedure, "subject", from, from.path("subject"));
    for (String name : List.of("partOf", "reasonReference")) {
      from.path(name).forEach(to -> addReference(procedure, name, from, to));
    }
    from.path("bodySite")
        .forEach(site -> procedure.withArray("bodySite").add(ClinicCodes.level(site)));
    from.path("extension")
        .forEach(
            extension ->
                procedure
                    .withArray("extension")
                    .addObject()
                    .put("url", SITE + "/StructureDefinition/zugang")
                    .set(
                        "valueCoding",
                        ClinicCodes.coding(
                            "zugang", ClinicCodes.code(extension.path("valueCodeableConcept")))));
    return procedure;
  }

  private ObjectNode observation(JsonNode from) {
    ObjectNode observation =
        keep(start("Observation", from), from, "status", "effectiveDateTime", "issued");
    observation.set("code", ClinicCodes.concept("messung", ClinicCodes.code(from.path("code"))));
    setReference(observation, "subject", from, from.path("subject"));
    from.path("partOf").forEach(to -> addReference(observation, "partOf", from, to));
    if (from.has("bodySite")) {
      observation.set("bodySite", ClinicCodes.level(from.path("bodySite")));
    }
    JsonNode quantity = from.path("valueQuantity");
    String unit = ClinicCodes.unit(quantity);
    keep(observation.putObject("valueQuantity"), quantity, "value", "system")
        .put("unit", unit)
        .put("code", unit);
    return observation;
  }

  private ObjectNode form(JsonNode from) {
    ObjectNode form = keep(start("QuestionnaireResponse", from), from, "status", "authored");
    form.put("questionnaire", SITE + "/Questionnaire/bm22|2");
    setReference(form, "subject", from, from.path("subject"));
    setReference(form, "source", from, from.path("source"));
    ArrayNode groups = form.putArray("item");
    ArrayNode symptoms = groups.addObject().put("linkId", "symptome").putArray("item");
    ArrayNode life = groups.addObject().put("linkId", "alltag").putArray("item");
    for (JsonNode item : from.path("item")) {
      int number = Integer.parseInt(item.path("linkId").textValue().substring(1));
      ObjectNode own = (number <= 8 ? symptoms : life).addObject();
      own.put("linkId", String.valueOf(number + 30));
      for (JsonNode answer : item.path("answer")) {
        own.withArray("answer")
            .addObject()
            .set(
                "valueCoding", ClinicCodes.coding("antwort", answer.path("valueInteger").asText()));
      }
    }
    return form;
  }

  private ObjectNode condition(JsonNode from) {
    ObjectNode condition =
        keep(
            start("Condition", from),
            from,
            "clinicalStatus",
            "verificationStatus",
            "onsetDateTime",
            "abatementDateTime");
    String code = ClinicCodes.code(from.path("code"));
    condition.set(
        "code", ClinicCodes.concept(from.has("abatementDateTime") ? "ereignis" : "diagnose", code));
    setReference(condition, "subject", from, from.path("subject"));
    from.path("bodySite")
        .forEach(site -> condition.withArray("bodySite").add(ClinicCodes.level(site)));
    return condition;
  }

  private ObjectNode adverseEvent(JsonNode from, List<String> procedures) {
    ObjectNode event = start("AdverseEvent", from).put("actuality", "actual");
    JsonNode said = from.has("bodySite") ? from.path("bodySite").path(0) : from.path("code");
    event.set("event", ClinicCodes.concept("ereignis", ClinicCodes.code(said)));
    event.set("date", from.path("onsetDateTime"));
    setReference(event, "subject", from, from.path("subject"));
    ArrayNode suspects = event.putArray("suspectEntity");
    procedures.forEach(p -> suspects.addObject().putObject("instance").put("reference", p));
    return event;
  }

  private List<String> proceduresComplicatedBy(String fullUrl) {
    List<String> procedures = new ArrayList<>();
    for (JsonNode resource : resources.values()) {
      for (JsonNode detail : resource.path("complicationDetail")) {
        if (detail.path("reference").textValue().equals(fullUrl)) {
          procedures.add("Procedure/" + procedureId(resource));
        }
      }
    }
    return procedures;
  }

  /** A resource with its identifier; of the types with only one, that is no array. */
  private static ObjectNode start(String type, JsonNode from) {
    ObjectNode resource = JSON.createObjectNode().put("resourceType", type);
    resource.set("meta", from.path("meta"));
    boolean single = type.equals("QuestionnaireResponse") || type.equals("AdverseEvent");
    (single ? resource.putObject("identifier") : resource.putArray("identifier").addObject())
        .put("system", identifierSystem(type))
        .put("value", identifier(from));
    return resource;
  }

  private static ObjectNode keep(ObjectNode to, JsonNode from, String... names) {
    for (String name : names) {
      if (from.has(name)) {
        to.set(name, from.path(name));
      }
    }
    return to;
  }

  private void addReference(ObjectNode in, String name, JsonNode from, JsonNode to) {
    in.withArray(name).addObject().put("reference", reference(from, to));
  }

  private void setReference(ObjectNode in, String name, JsonNode from, JsonNode to) {
    in.putObject(name).put("reference", reference(from, to));
  }

  private String reference(JsonNode from, JsonNode to) {
    String fullUrl = to.path("reference").textValue();
    JsonNode target = resources.get(fullUrl);
    if (type(target).equals("Procedure")) {
      return "Procedure/" + procedureId(target);
    }
    return isOfTheSecond(from) == isOfTheSecond(target)
        ? fullUrl
        : type(target) + "?" + criterion(type(target), target);
  }

  /** Whether it is the session, or an Observation or a form that belongs to no procedure. */
  private static boolean isOfTheSecond(JsonNode resource) {
    return !resource.has("partOf")
        && List.of("Procedure", "Observation", "QuestionnaireResponse").contains(type(resource));
  }

  private static String type(JsonNode resource) {
    return resource.path("resourceType").textValue();
  }

  private static String procedureId(JsonNode procedure) {
    return identifier(procedure).toLowerCase(Locale.ROOT);
  }

  private static String criterion(String type, JsonNode from) {
    return "identifier=" + identifierSystem(type) + "|" + identifier(from);
  }

  private static String identifierSystem(String type) {
    return SITE + "/id/" + type.toLowerCase(Locale.ROOT);
  }

  /** XU-01-V1 is SYNTHETIC-01-V1. */
  private static String identifier(JsonNode from) {
    JsonNode identifier = from.path("identifier");
    JsonNode only = identifier.isArray() ? identifier.path(0) : identifier;
    return only.path("value").textValue().replace("XU-", "SYNTHETIC-");
  }
}
