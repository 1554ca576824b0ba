package org.pvpoutcomes.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pvpoutcomes.study.Bm22Answers;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.DetectionMethod;
import org.pvpoutcomes.study.Fact.DiagnosisKind;
import org.pvpoutcomes.study.InjectionApproach;
import org.pvpoutcomes.study.LeakSite;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.Opioid;
import org.pvpoutcomes.study.OpioidRoute;
import org.pvpoutcomes.study.PrimaryTumour;
import org.pvpoutcomes.study.ProcedureKind;
import org.pvpoutcomes.study.Severity;
import org.pvpoutcomes.study.VertebralLevel;
import org.pvpoutcomes.vocabulary.Canonical;

/**
 * A code system of this service with the concept of each of its codes.
 *
 * @param system its URL
 * @param byCode what each code stands for
 */
record StudyConcept<E>(String system, Map<String, E> byCode) {

  static final StudyConcept<ProcedureKind> PROCEDURE_KIND =
      of(Canonical.PROCEDURE_KIND, Arrays.asList(ProcedureKind.values()));
  static final StudyConcept<VertebralLevel> VERTEBRAL_LEVEL =
      of(Canonical.VERTEBRAL_LEVEL, Arrays.asList(VertebralLevel.values()));
  static final StudyConcept<InjectionApproach> INJECTION_APPROACH =
      of(Canonical.INJECTION_APPROACH, Arrays.asList(InjectionApproach.values()));
  static final StudyConcept<LeakSite> LEAK_SITE =
      of(Canonical.LEAK_SITE, Arrays.asList(LeakSite.values()));
  static final StudyConcept<ComplicationKind> COMPLICATION =
      of(Canonical.COMPLICATION, Arrays.asList(ComplicationKind.values()));
  static final StudyConcept<Severity> COMPLICATION_SEVERITY =
      of(Canonical.COMPLICATION_SEVERITY, Arrays.asList(Severity.values()));
  static final StudyConcept<DetectionMethod> DETECTION_METHOD =
      of(Canonical.DETECTION_METHOD, Arrays.asList(DetectionMethod.values()));
  static final StudyConcept<PrimaryTumour> PRIMARY_TUMOUR =
      of(Canonical.PRIMARY_TUMOUR, Arrays.asList(PrimaryTumour.values()));
  static final StudyConcept<DiagnosisKind> DIAGNOSIS =
      of(
          Canonical.DIAGNOSIS,
          Arrays.stream(DiagnosisKind.values())
              .filter(kind -> kind != DiagnosisKind.PRIMARY_TUMOUR)
              .toList());
  static final StudyConcept<ObservedMeasure> MEASURE =
      of(
          Canonical.MEASURE,
          Arrays.stream(ObservedMeasure.values())
              .filter(measure -> measure != ObservedMeasure.QLQ_BM22)
              .toList());
  static final StudyConcept<Opioid> OPIOID = of(Canonical.OPIOID, Arrays.asList(Opioid.values()));
  static final StudyConcept<OpioidRoute> OPIOID_ROUTE =
      of(Canonical.OPIOID_ROUTE, Arrays.asList(OpioidRoute.values()));
  static final StudyConcept<PainScale> PAIN_SCALE =
      of(Canonical.PAIN_SCALE, Arrays.asList(PainScale.values()));
  static final StudyConcept<KnownExtension> EXTENSION =
      of(Canonical.EXTENSION, Arrays.asList(KnownExtension.values()));
  static final StudyConcept<Integer> QLQ_BM22_ITEM =
      new StudyConcept<>(
          Canonical.QLQ_BM22_ITEM,
          IntStream.rangeClosed(1, Bm22Answers.ITEM_COUNT)
              .boxed()
              .collect(Collectors.toUnmodifiableMap(String::valueOf, Function.identity())));

  private static final List<StudyConcept<?>> ALL =
      List.of(
          PROCEDURE_KIND,
          VERTEBRAL_LEVEL,
          INJECTION_APPROACH,
          LEAK_SITE,
          COMPLICATION,
          COMPLICATION_SEVERITY,
          DETECTION_METHOD,
          PRIMARY_TUMOUR,
          DIAGNOSIS,
          MEASURE,
          PAIN_SCALE,
          EXTENSION,
          OPIOID,
          OPIOID_ROUTE,
          QLQ_BM22_ITEM);

  /** The codes of each of our code systems, by its URL. */
  static Map<String, Set<String>> knownCodes() {
    return ALL.stream()
        .collect(
            Collectors.toUnmodifiableMap(StudyConcept::system, c -> Set.copyOf(c.byCode.keySet())));
  }

  /** What {@code code} stands for. */
  Optional<E> find(String code) {
    return Optional.ofNullable(byCode.get(code));
  }

  private static <E extends Coded> StudyConcept<E> of(String system, List<E> concepts) {
    return new StudyConcept<>(
        system,
        concepts.stream().collect(Collectors.toUnmodifiableMap(Coded::code, Function.identity())));
  }

  /** The range of a pain score. */
  enum PainScale implements Coded {
    ZERO_TO_TEN("0-10", 10),
    ZERO_TO_HUNDRED("0-100", 100);

    private final String code;
    private final int maximum;

    PainScale(String code, int maximum) {
      this.code = code;
      this.maximum = maximum;
    }

    @Override
    public String code() {
      return code;
    }

    /** Its upper end; the lower one is 0. */
    int maximum() {
      return maximum;
    }
  }

  /** What an extension can say. */
  enum KnownExtension implements Coded {
    INJECTION_APPROACH("injection-approach"),
    /** The side of a body site. */
    LATERALITY("laterality"),
    /** Cement injected, on a Procedure or on one of its body sites. */
    CEMENT_VOLUME("cement-volume"),
    SEVERITY("severity"),
    DETECTION_METHOD("detection-method"),
    /** Whether a leak had clinical consequences. */
    SYMPTOMATIC("symptomatic");

    private final String code;

    KnownExtension(String code) {
      this.code = code;
    }

    @Override
    public String code() {
      return code;
    }
  }
}
