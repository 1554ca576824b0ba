package org.pvpoutcomes.cohort;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.cohort.DocumentNode.Fields;
import org.pvpoutcomes.cohort.DocumentNode.Items;
import org.pvpoutcomes.cohort.DocumentNode.Place;
import org.pvpoutcomes.study.ContradictoryProtocolException;
import org.pvpoutcomes.study.ContradictoryProtocolException.Violation;
import org.pvpoutcomes.study.DisclosureRule;
import org.pvpoutcomes.study.ImportantDifference;
import org.pvpoutcomes.study.ImportantDifference.Threshold;
import org.pvpoutcomes.study.IndexProcedure;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Multiplicity;
import org.pvpoutcomes.study.PainResponseRule;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Strata;

/**
 * Reads a study protocol from JSON or YAML and finds all faults of its form at once; those between
 * its parts once the form is right. What it accepts is described by the JSON Schema {@code
 * protocols/schema.json}, except what a schema cannot say. It must go on to accept what it has ever
 * accepted: the documents of studies are stored as they were sent.
 */
public final class ProtocolReader {

  /** Largest document in bytes; the built-in one has 6 kB. */
  public static final int LARGEST = 256 * 1024;

  static final int LONGEST_ID = 64;
  static final int LONGEST_TEXT = 1000;
  private static final int MOST = 100;
  private static final int MOST_SITES = 1000;

  /** Paths below the list of studies; no study can have their names. */
  private static final Set<String> RESERVED = Set.of("schema");

  private final List<ProtocolFault> faults = new ArrayList<>();

  private ProtocolReader() {}

  /**
   * The protocol of a document.
   *
   * @param name what messages call the document
   * @throws ProtocolException when it is no valid protocol; has all faults that could be found
   */
  public static Protocol read(String name, String document, ProtocolFormat format) {
    ProtocolReader reader = new ProtocolReader();
    DocumentNode root = DocumentParser.parse(document, format, reader.faults);
    Optional<Protocol> protocol =
        root == null
            ? Optional.empty()
            : DocumentFields.read(root, reader.faults, f -> reader.protocol(f, root));
    if (!reader.faults.isEmpty() || protocol.isEmpty()) {
      reader.faults.sort(
          Comparator.comparingInt(ProtocolFault::line).thenComparingInt(ProtocolFault::column));
      throw new ProtocolException(name, reader.faults);
    }
    return protocol.get();
  }

  private Protocol protocol(DocumentFields fields, DocumentNode root) {
    int before = faults.size();
    String id = fields.text("id", LONGEST_ID);
    if (RESERVED.contains(id)) {
      fault(place(root, "/id"), "is the name of another resource; choose another id", List.of());
    }
    try {
      return new Protocol(
          id,
          fields.text("title", LONGEST_TEXT),
          fields.text("source", LONGEST_TEXT),
          indexProcedure(fields),
          fields.values("measures", MOST, node -> fields.code(node, Measure.class)),
          fields.objects("timePoints", MOST, ProtocolReader::timePoint),
          fields.objects("comparisons", MOST, ProtocolReader::comparison),
          fields.objects("bands", MOST, ProtocolReader::scheme),
          fields.objects("responders", MOST, ProtocolReader::responder),
          new TreeSet<>(fields.values("reversedItems", MOST, fields::integer)),
          fields.objects("eligibility", MOST, CriterionFields::read),
          Optional.ofNullable(fields.optionalObject("strata", ProtocolReader::strata))
              .orElse(Strata.NONE),
          fields.optionalObjects("importantDifferences", MOST, ProtocolReader::importantDifference),
          fields.optionalObject("painResponse", rule -> rule.code("rule", PainResponseRule.class)),
          fields.optionalObject("multiplicity", ProtocolReader::multiplicity),
          fields.optionalObject("disclosure", ProtocolReader::disclosure));
    } catch (ContradictoryProtocolException e) {
      if (faults.size() == before) {
        for (Violation violation : e.violations()) {
          fault(place(root, violation.pointer()), violation.message(), violation.allowed());
        }
      }
      throw e;
    }
  }

  /** A list of kinds, or an object that has such a list and restricts dates and sites. */
  private IndexProcedure indexProcedure(DocumentFields fields) {
    IndexProcedure any = IndexProcedure.of(Set.of(ProcedureKind.PVP));
    Optional<DocumentNode> node = fields.required("indexProcedure");
    if (node.isEmpty()) {
      return any;
    }
    if (node.get() instanceof Items list) {
      Set<ProcedureKind> kinds = kinds(fields, list);
      if (kinds.isEmpty()) {
        fault(list.place(), "must have at least one kind", List.of());
        return any;
      }
      return IndexProcedure.of(kinds);
    }
    return DocumentFields.read(node.get(), faults, this::restricted).orElse(any);
  }

  private IndexProcedure restricted(DocumentFields fields) {
    return new IndexProcedure(
        fields.required("kinds").map(node -> kinds(fields, node)).orElse(Set.of()),
        fields.optionalDate("from"),
        fields.optionalDate("until"),
        new TreeSet<>(
            fields.optionalValues("sites", MOST_SITES, node -> fields.text(node, LONGEST_TEXT))));
  }

  private static Set<ProcedureKind> kinds(DocumentFields fields, DocumentNode node) {
    return new TreeSet<>(fields.values(node, MOST, kind -> fields.code(kind, ProcedureKind.class)));
  }

  private static Protocol.TimePoint timePoint(DocumentFields fields) {
    return new Protocol.TimePoint(
        fields.text("id", LONGEST_ID),
        fields.integer("firstDay"),
        fields.integer("lastDay"),
        fields.integer("targetDay"));
  }

  private static Protocol.Comparison comparison(DocumentFields fields) {
    return new Protocol.Comparison(fields.text("from", LONGEST_ID), fields.text("to", LONGEST_ID));
  }

  private static Protocol.BandScheme scheme(DocumentFields fields) {
    return new Protocol.BandScheme(
        fields.code("measure", Measure.class),
        fields.text("source", LONGEST_TEXT),
        fields.objects(
            "bands",
            MOST,
            band -> new Protocol.Band(band.text("id", LONGEST_ID), band.number("upTo"))));
  }

  private static Protocol.ResponderRule responder(DocumentFields fields) {
    return new Protocol.ResponderRule(
        fields.text("id", LONGEST_ID),
        fields.code("measure", Measure.class),
        fields.code("kind", Protocol.ResponderRule.Kind.class),
        fields.optionalNumber("threshold"),
        fields.text("source", LONGEST_TEXT));
  }

  private static Strata strata(DocumentFields fields) {
    return new Strata(
        fields.optionalValues("ageBands", MOST, fields::integer),
        fields.optionalValues("cementBands", MOST, fields::number));
  }

  private static ImportantDifference importantDifference(DocumentFields fields) {
    return new ImportantDifference(
        fields.code("measure", Measure.class),
        fields.optionalObject("improvement", ProtocolReader::threshold),
        fields.optionalObject("deterioration", ProtocolReader::threshold),
        fields.text("source", LONGEST_TEXT));
  }

  private static Threshold threshold(DocumentFields fields) {
    @Nullable BigDecimal points = fields.optionalNumber("points");
    @Nullable BigDecimal multiple = fields.optionalNumber("baselineSd");
    if (points != null && multiple == null) {
      return new Threshold.Points(points);
    }
    if (multiple != null && points == null) {
      return new Threshold.BaselineSd(multiple);
    }
    throw new IllegalArgumentException("must have either points or baselineSd");
  }

  private static Multiplicity multiplicity(DocumentFields fields) {
    return new Multiplicity(
        fields.code("method", Multiplicity.Method.class),
        fields.objects(
            "family",
            MOST,
            test ->
                new Multiplicity.Test(
                    test.code("measure", Measure.class),
                    new Protocol.Comparison(
                        test.text("from", LONGEST_ID), test.text("to", LONGEST_ID)))));
  }

  private static DisclosureRule disclosure(DocumentFields fields) {
    return new DisclosureRule(
        fields.integer("threshold"),
        fields.optionalInteger("roundTo"),
        fields.text("source", LONGEST_TEXT));
  }

  private void fault(Place place, String detail, List<String> allowed) {
    faults.add(new ProtocolFault(place.pointer(), place.line(), place.column(), detail, allowed));
  }

  /** Where the pointer leads, or the last part of it that is there. */
  private static Place place(DocumentNode root, String pointer) {
    DocumentNode node = root;
    for (String part : pointer.substring(1).split("/", -1)) {
      DocumentNode next =
          switch (node) {
            case Fields object -> object.fields().get(part);
            case Items list -> list.items().get(Integer.parseInt(part));
            default -> null;
          };
      if (next == null) {
        break;
      }
      node = next;
    }
    return new Place(pointer, node.place().line(), node.place().column());
  }
}
