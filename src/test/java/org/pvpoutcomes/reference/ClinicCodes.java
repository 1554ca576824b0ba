package org.pvpoutcomes.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The codes and units of clinic.example for those of hospital.example; both are invented. */
final class ClinicCodes {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The codes of hospital.example, levels and forms apart, with those of clinic.example. */
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("PVP", "VP"),
          Map.entry("66459002", "EINSEITIG"),
          Map.entry("51440002", "BEIDSEITIG"),
          Map.entry("94602001", "WS-METASTASE"),
          Map.entry("268029009", "PATH-FRAKTUR"),
          Map.entry("lung", "BRONCHIAL"),
          Map.entry("breast", "MAMMA"),
          Map.entry("kidney", "NIERE"),
          Map.entry("colon", "KOLON"),
          Map.entry("oesophagus", "OESOPHAGUS"),
          Map.entry("stomach", "MAGEN"),
          Map.entry("ovary", "OVAR"),
          Map.entry("prostate", "PROSTATA"),
          Map.entry("salivary-gland", "SPEICHELDRUESE"),
          Map.entry("unknown", "CUP"),
          Map.entry("radicular-pain", "WURZELSCHMERZ"),
          Map.entry("vertebral-disk", "AUSTRITT-BANDSCHEIBE"),
          Map.entry("anterolateral-vein", "AUSTRITT-ANTEROLATERAL"),
          Map.entry("lateral-vein", "AUSTRITT-LATERAL"),
          Map.entry("foraminal-vein", "AUSTRITT-FORAMEN"),
          Map.entry("epidural-vein", "AUSTRITT-EPIDURAL"),
          Map.entry("paravertebral-plexus", "AUSTRITT-PARAVERTEBRAL"),
          Map.entry("vena-cava", "AUSTRITT-CAVA"),
          Map.entry("intercostal-artery", "AUSTRITT-INTERCOSTAL"),
          Map.entry("soft-tissue", "AUSTRITT-WEICHTEIL"),
          Map.entry("spinal-canal", "AUSTRITT-SPINALKANAL"),
          Map.entry("38214-3", "VAS"),
          Map.entry("cement-volume", "ZEMENT"),
          Map.entry("follow-up-duration", "NACHBEOBACHTUNG"));

  private static final Map<Character, String> REGIONS =
      Map.of('C', "HWK", 'T', "Th", 'L', "LWK", 'S', "SWK");
  private static final Map<String, String> UNITS = Map.of("{score}", "cm", "mL", "cm3", "mo", "mo");

  private ClinicCodes() {}

  /** A level of the spine, by the code of hospital.example for it. */
  static ObjectNode level(JsonNode bodySite) {
    for (JsonNode coding : bodySite.path("coding")) {
      if (coding.path("system").asText().endsWith("/pvp-level")) {
        String code = coding.path("code").textValue();
        return concept("wirbel", known(REGIONS, code.charAt(0)) + code.substring(1));
      }
    }
    throw new IllegalArgumentException("No level: " + bodySite);
  }

  /** The code for the first coding that there is one for. */
  static String code(JsonNode concept) {
    for (JsonNode coding : concept.path("coding")) {
      String own = CODES.get(coding.path("code").textValue());
      if (own != null) {
        return own;
      }
    }
    throw new IllegalArgumentException("No code of the clinic for " + concept);
  }

  /** The UCUM unit in which the clinic gives a quantity, of the same size. */
  static String unit(JsonNode quantity) {
    return known(UNITS, quantity.path("code").textValue());
  }

  /** A CodeableConcept of one coding. */
  static ObjectNode concept(String system, String code) {
    ObjectNode concept = JSON.createObjectNode();
    concept.putArray("coding").add(coding(system, code));
    return concept;
  }

  /**
   * A Coding.
   *
   * @param system last segment of the URL of one of its code systems
   */
  static ObjectNode coding(String system, String code) {
    return JSON.createObjectNode()
        .put("system", "http://clinic.example/CodeSystem/" + system)
        .put("code", code);
  }

  private static <K> String known(Map<K, String> map, K key) {
    String value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("Nothing for " + key);
    }
    return value;
  }
}
