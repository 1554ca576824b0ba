package org.pvpoutcomes.disclosure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The numbers of many answers, by stratum and name, with what everybody knows of their sums. */
final class Cells {

  /** The stratum that is the whole cohort. */
  static final String WHOLE = "";

  private static final List<String> LABELS =
      List.of("measure", "timePoint", "from", "to", "kind", "site", "criterion");

  /** Of vertebrae and sessions, of facts, or no count of anything. */
  private static final List<String> NOT_OF_PATIENTS =
      List.of(
          "sessions",
          "vertebrae",
          "perSession",
          "perVertebra",
          "withoutVertebra",
          "notSaid",
          "unused",
          "pending",
          "strataTests",
          "levels",
          "regions",
          "fracture",
          "approach",
          "cementMillilitres",
          "vertebraePerPatient",
          "sessionsPerPatient",
          "followUpMonths",
          "bandShift",
          "suppressed",
          "disclosure",
          "degreesOfFreedom",
          "methods",
          "multiplicity",
          "pairs",
          "severity",
          "volume",
          "perVertebraClustered",
          "comparisons",
          "cumulativeIncidence",
          "lastDay",
          "onsetDays",
          "onsetNotSaid",
          "deathDayUnknown",
          "points",
          "baselineSd",
          "threshold");

  private static final Map<String, String> TOTALS =
      Map.of("bands", "n", "counts", "n", "reasons", "missing", "inclusion", "recorded");

  final Map<String, Map<String, JsonNode>> byStratum = new LinkedHashMap<>();

  /** Adds the numbers of an answer. */
  void add(String call, JsonNode answer) {
    collect(call, answer, WHOLE);
  }

  JsonNode at(String stratum, String name) {
    return byStratum.getOrDefault(stratum, Map.of()).getOrDefault(name, NullNode.getInstance());
  }

  /** Whether anything is said of a stratum. */
  boolean has(String stratum) {
    return byStratum.containsKey(stratum);
  }

  /** Tells an attack which numbers of these are sums of others. */
  void relate(Attack attack, String suffix) {
    Set<String> names =
        byStratum.values().stream()
            .flatMap(cells -> cells.keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, List<String>> properties =
        byStratum.keySet().stream()
            .filter(stratum -> !stratum.equals(WHOLE))
            .collect(Collectors.groupingBy(stratum -> stratum.substring(0, stratum.indexOf('='))));
    for (String name : names) {
      for (List<String> strata : properties.values()) {
        attack.sum(
            key(WHOLE, name) + suffix,
            strata.stream()
                .filter(stratum -> byStratum.getOrDefault(stratum, Map.of()).containsKey(name))
                .map(stratum -> key(stratum, name) + suffix)
                .toList());
      }
    }
  }

  /** Tells an attack how the counts of one stratum hang together. */
  void relateTables(Attack attack) {
    byStratum.forEach(
        (stratum, cells) -> {
          Set<String> objects =
              cells.keySet().stream()
                  .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('/'))))
                  .collect(Collectors.toCollection(TreeSet::new));
          for (String object : objects) {
            relate(attack, stratum, object, cells.keySet());
          }
        });
  }

  private static void relate(Attack attack, String stratum, String object, Set<String> names) {
    String last = object.substring(object.lastIndexOf('/') + 1);
    String parent = object.substring(0, Math.max(0, object.lastIndexOf('/')));
    if (TOTALS.containsKey(last)) {
      attack.sum(
          key(stratum, parent + "/" + TOTALS.get(last)),
          names.stream()
              .filter(name -> name.startsWith(object + "/"))
              .map(name -> key(stratum, name))
              .toList());
    }
    sum(attack, stratum, object, "n", "improved", "unchanged", "worsened");
    sum(attack, stratum, object, "n", "wilcoxon/n", "wilcoxon/zeros");
    sum(attack, stratum, object, "n", "percentChange/n", "percentChange/undefined");
    sum(attack, stratum, object, "unchanged", "wilcoxon/zeros");
    sum(attack, stratum, object, "n", "responders/atLeast2Points/of");
    sum(attack, stratum, object, "percentChange/n", "responders/completeRelief/of");
    sum(attack, stratum, object, "expected", "available", "missing");
    attack.sum(
        key(stratum, "characteristics/cohort/patients"),
        List.of(key(stratum, object + "/n"), key(stratum, object + "/missing")));
    String responses = object + "/responses/";
    sum(attack, stratum, responses + "not-evaluable", "of", "count", "../complete/of");
    attack.sum(
        key(stratum, responses + "complete/of"),
        List.of("complete", "partial", "progression", "indeterminate").stream()
            .map(response -> key(stratum, responses + response + "/count"))
            .toList());
    attack.sum(
        key(stratum, "characteristics/cohort/patients"),
        List.of(key(stratum, "outcomes/outcomes/vas-pain/patients")));
  }

  private static void sum(
      Attack attack, String stratum, String object, String total, String... parts) {
    attack.sum(
        key(stratum, object + "/" + total),
        List.of(parts).stream()
            .map(part -> key(stratum, (object + "/" + part).replaceAll("[^/]+/\\.\\./", "")))
            .toList());
  }

  static String key(String stratum, String name) {
    return stratum + "|" + name;
  }

  private void collect(String path, JsonNode node, String stratum) {
    if (NOT_OF_PATIENTS.stream().anyMatch(name -> path.endsWith("/" + name))) {
      return;
    }
    if (node.isArray()) {
      node.forEach(entry -> collect(path + label(entry), entry, stratumOf(entry, stratum)));
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                if (!field.getKey().equals("stratum")) {
                  collect(path + "/" + field.getKey(), field.getValue(), stratum);
                }
              });
    } else if (node.isNumber() || node.isNull()) {
      byStratum
          .computeIfAbsent(stratum, _ -> new LinkedHashMap<>())
          .put(path.replace("/strata/", "/"), node);
    }
  }

  private static String label(JsonNode entry) {
    return LABELS.stream()
        .filter(label -> entry.path(label).isTextual())
        .map(label -> "/" + entry.get(label).asText())
        .collect(Collectors.joining());
  }

  private static String stratumOf(JsonNode entry, String around) {
    return entry.path("stratum").isObject()
        ? entry
            .get("stratum")
            .propertyStream()
            .map(field -> field.getKey() + "=" + field.getValue().asText())
            .collect(Collectors.joining(","))
        : around;
  }
}
