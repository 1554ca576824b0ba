package org.pvpoutcomes.cohort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.pvpoutcomes.study.Bm22Answers;
import org.pvpoutcomes.study.Bm22Score;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.Measure;
import org.pvpoutcomes.study.Member;
import org.pvpoutcomes.study.Member.Inclusion;
import org.pvpoutcomes.study.Member.Value;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.Protocol;
import org.pvpoutcomes.study.Sex;
import org.pvpoutcomes.study.SourceVersion;
import org.pvpoutcomes.study.VertebralLevel;

/** The members of the synthetic cohort {@code golden/xu2021}, read from its tables. */
public final class GoldenCohort {

  private static final String FOLDER = "/golden/xu2021/";

  private final Protocol protocol;
  private final Map<String, List<Map<String, String>>> vertebrae = table("vertebrae.csv");
  private final Map<String, List<Map<String, String>>> complications = table("complications.csv");
  private final Map<String, List<Map<String, String>>> assessments = table("assessments.csv");

  private GoldenCohort(Protocol protocol) {
    this.protocol = protocol;
  }

  /** All 39 members, as the derivation would make them. */
  public static List<Member> members(Protocol protocol) {
    GoldenCohort cohort = new GoldenCohort(protocol);
    return table("patients.csv").values().stream()
        .map(rows -> cohort.member(rows.getFirst()))
        .toList();
  }

  private Member member(Map<String, String> patient) {
    String id = text(patient, "patient_id");
    return new Member(
        "Patient/" + id,
        Inclusion.INCLUDED,
        source("Patient", id),
        text(patient, "sex").equals("F") ? Sex.FEMALE : Sex.MALE,
        Integer.valueOf(text(patient, "age")),
        coded(PrimaryTumour.class, text(patient, "primary_tumour")),
        false,
        null,
        List.of(
            new Member.Session(
                1,
                ClinicalTime.onDate(LocalDate.parse(text(patient, "procedure_date"))),
                0,
                List.of(source("Procedure", id)),
                vertebrae(id),
                events(id))),
        protocol.measures().stream().map(measure -> series(measure, id)).toList(),
        thousandths(text(patient, "followup_months")),
        source("Observation", id + "-followup"),
        List.of());
  }

  private List<Member.TreatedVertebra> vertebrae(String patient) {
    return vertebrae.getOrDefault(patient, List.of()).stream()
        .map(
            row ->
                new Member.TreatedVertebra(
                    number(text(row, "vertebra_id")),
                    VertebralLevel.valueOf(text(row, "level")),
                    coded(InjectionApproach.class, text(row, "injection")),
                    thousandths(text(row, "cement_ml")),
                    text(row, "pathologic_fracture").equals("1"),
                    List.of(source("Procedure", text(row, "vertebra_id")))))
        .toList();
  }

  private List<Member.Event> events(String patient) {
    return complications.getOrDefault(patient, List.of()).stream()
        .map(
            row -> {
              boolean leak = text(row, "type").equals("cement leakage");
              String resolved = text(row, "resolved_day");
              return new Member.Event(
                  coded(ComplicationKind.class, text(row, "type")),
                  leak ? site(text(row, "site")) : null,
                  number(text(row, "vertebra_id")),
                  Integer.valueOf(text(row, "onset_day")),
                  resolved.isEmpty() ? null : Integer.valueOf(resolved),
                  List.of(source("Condition", text(row, "complication_id"))));
            })
        .toList();
  }

  private Member.Series series(Measure measure, String patient) {
    List<Value> values = new ArrayList<>();
    for (Protocol.TimePoint timePoint : protocol.timePoints()) {
      Map<String, String> row =
          assessments.getOrDefault(patient, List.of()).stream()
              .filter(r -> text(r, "timepoint").replace('_', '-').equals(timePoint.id()))
              .findFirst()
              .orElseThrow();
      Bm22Answers answers =
          new Bm22Answers(
              IntStream.rangeClosed(1, 22)
                  .mapToObj(item -> Integer.valueOf(text(row, "q" + item)))
                  .toList());
      int steps =
          measure == Measure.VAS_PAIN
              ? thousandths(text(row, "vas"))
              : Bm22Score.steps(measure, answers, protocol.reversedItems()).orElseThrow();
      values.add(
          new Value.Observed(
              steps,
              Integer.parseInt(text(row, "offset_days")),
              source(
                  measure == Measure.VAS_PAIN ? "Observation" : "QuestionnaireResponse",
                  patient + "-" + timePoint.id())));
    }
    return new Member.Series(measure, values);
  }

  private static LeakSite site(String name) {
    return name.equals("vertebral disk")
        ? LeakSite.DISC
        : coded(
            LeakSite.class,
            name.equals("foraminal vein") || name.equals("epidural vein")
                ? name
                : name.replace(" vein", ""));
  }

  private static <E extends Enum<E> & Coded> E coded(Class<E> type, String name) {
    return Coded.find(type, name.replace(' ', '-')).orElseThrow();
  }

  private static int number(String vertebra) {
    return Integer.parseInt(vertebra.substring(vertebra.lastIndexOf("-V") + 2));
  }

  private static int thousandths(String decimal) {
    return new BigDecimal(decimal).movePointRight(3).intValueExact();
  }

  private static SourceVersion source(String type, String id) {
    return new SourceVersion(type, id, 1);
  }

  private static String text(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column), column);
  }

  /** The rows of a table by patient, in the order of the file. */
  private static Map<String, List<Map<String, String>>> table(String file) {
    List<String> lines = lines(file);
    List<String> columns = Arrays.asList(lines.getFirst().split(",", -1));
    Map<String, List<Map<String, String>>> rows = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        row.put(columns.get(i).toLowerCase(Locale.ROOT), cells[i]);
      }
      rows.computeIfAbsent(text(row, "patient_id"), id -> new ArrayList<>()).add(row);
    }
    return rows;
  }

  private static List<String> lines(String file) {
    try (InputStream stream = GoldenCohort.class.getResourceAsStream(FOLDER + file)) {
      return new String(Objects.requireNonNull(stream, file).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
