package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.Bm22ResponseFact;
import org.pvpoutcomes.study.Fact.MeasurementFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.MeasurementChoice.Chosen;
import org.pvpoutcomes.study.MeasurementChoice.Report;
import org.pvpoutcomes.study.Member.MissingReason;
import org.pvpoutcomes.study.Member.Series;
import org.pvpoutcomes.study.Member.UnusedReason;
import org.pvpoutcomes.study.Member.Value;

/**
 * The values of every measure of the protocol at every time point. One QLQ-BM22 form is chosen per
 * time point for all its scores, without a look at how complete it is: to prefer complete forms
 * would prefer patients who were well enough to fill them in.
 */
final class SeriesDerivation {

  private final PatientFacts facts;
  private final Protocol protocol;
  private final Sitting index;
  private final @Nullable ClinicalTime death;
  private final UnusedFacts unused;

  SeriesDerivation(
      PatientFacts facts,
      Protocol protocol,
      Sitting index,
      @Nullable ClinicalTime death,
      UnusedFacts unused) {
    this.facts = facts;
    this.protocol = protocol;
    this.index = index;
    this.death = death;
    this.unused = unused;
  }

  /** One series per measure, in the protocol's order. */
  List<Series> series() {
    MeasurementChoice choice = new MeasurementChoice(protocol.timePoints(), index, death, unused);
    List<Bm22ResponseFact> forms = facts.of(Bm22ResponseFact.class);
    List<MeasurementFact> values = facts.of(MeasurementFact.class);
    if (protocol.measures().stream().noneMatch(Measure::isQlqBm22)) {
      forms.forEach(form -> unused.add(form, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY));
    }
    values.stream()
        .filter(value -> !protocol.measures().contains(value.measure()))
        .forEach(value -> unused.add(value, UnusedReason.NOT_A_MEASURE_OF_THE_STUDY));

    List<Chosen> chosenForms =
        choice.choose(forms.stream().map(Report::of).toList(), unusable(ObservedMeasure.QLQ_BM22));
    noteIncomplete(chosenForms);
    List<Series> series = new ArrayList<>();
    for (Measure measure : protocol.measures()) {
      List<Chosen> chosen =
          measure.isQlqBm22()
              ? chosenForms
              : choice.choose(
                  values.stream().filter(v -> v.measure() == measure).map(Report::of).toList(),
                  unusable(measure));
      series.add(new Series(measure, chosen.stream().map(c -> value(measure, c)).toList()));
    }
    return series;
  }

  private List<UnusableFact> unusable(Measure measure) {
    return facts.of(UnusableFact.class).stream()
        .filter(fact -> fact.measure() != null && fact.measure().measure() == measure)
        .toList();
  }

  private List<UnusableFact> unusable(ObservedMeasure measure) {
    return facts.of(UnusableFact.class).stream().filter(fact -> fact.measure() == measure).toList();
  }

  private void noteIncomplete(List<Chosen> forms) {
    for (Chosen chosen : forms) {
      Report form = chosen.report();
      if (form != null
          && protocol.measures().stream()
              .filter(Measure::isQlqBm22)
              .allMatch(measure -> steps(measure, form).isEmpty())) {
        unused.add(form.fact(), UnusedReason.INCOMPLETE_FORM);
      }
    }
  }

  private Value value(Measure measure, Chosen chosen) {
    Report report = chosen.report();
    if (report == null) {
      return new Value.Missing(chosen.otherwise());
    }
    OptionalInt steps = steps(measure, report);
    return steps.isPresent()
        ? new Value.Observed(
            steps.getAsInt(),
            Math.toIntExact(report.at().dayOffsetFrom(index.start())),
            report.fact().source(),
            report.fact() instanceof Bm22ResponseFact form && form.proxy())
        : new Value.Missing(MissingReason.INCOMPLETE_FORM);
  }

  private OptionalInt steps(Measure measure, Report report) {
    return switch (report.fact()) {
      case MeasurementFact value -> OptionalInt.of(value.steps());
      case Bm22ResponseFact form ->
          Bm22Score.steps(measure, form.answers(), protocol.reversedItems());
      default -> throw new IllegalArgumentException("Only values and forms are measurements");
    };
  }
}
