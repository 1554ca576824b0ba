package org.pvpoutcomes.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.mapping.KnownExtensions.Placed;
import org.pvpoutcomes.mapping.StudyConcept.KnownExtension;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.ProcedureFact;
import org.pvpoutcomes.study.Fact.UnusableFact;
import org.pvpoutcomes.study.ObservedMeasure;
import org.pvpoutcomes.study.VertebralLevel;

/**
 * Cement volumes that a Procedure gives itself, by an extension of its own or of a body site: FHIR
 * R4 has no element for them.
 */
final class InjectedVolumes {

  private final Reading reading;

  InjectedVolumes(Reading reading) {
    this.reading = reading;
  }

  /**
   * The volumes, each of the procedure or of the level of its body site.
   *
   * @param sites the level of each body site
   */
  List<Fact> read(Procedure procedure, ProcedureFact fact, List<Optional<VertebralLevel>> sites) {
    List<Fact> volumes = new ArrayList<>();
    read(procedure.getExtension(), "Procedure", fact, null, volumes);
    for (int i = 0; i < sites.size(); i++) {
      // The volume of one of several sites that are not known is that of no vertebra.
      if (sites.get(i).isPresent() || sites.size() == 1) {
        read(
            procedure.getBodySite().get(i).getExtension(),
            "Procedure.bodySite[" + i + "]",
            fact,
            sites.get(i).orElse(null),
            volumes);
      }
    }
    return volumes;
  }

  private void read(
      List<Extension> extensions,
      String expression,
      ProcedureFact fact,
      @Nullable VertebralLevel level,
      List<Fact> volumes) {
    for (Placed placed :
        new KnownExtensions(reading).saying(KnownExtension.CEMENT_VOLUME, extensions, expression)) {
      Type value = placed.extension().getValue();
      Measured measured = Measured.of(value, false, placed.place(), reading.findings());
      Amount amount =
          measured == null
              ? new Amount.Unusable(Measured.reason(value, false))
              : new DoseReader(reading).microlitres(measured, placed.place() + ".value");
      volumes.add(
          switch (amount) {
            case Amount.Unusable without ->
                new UnusableFact(
                    fact.source(),
                    fact.status(),
                    fact.identifier(),
                    ObservedMeasure.CEMENT_VOLUME,
                    fact.performed(),
                    without.reason());
            case Amount.Steps volume ->
                new CementVolumeFact(
                    fact.source(),
                    fact.status(),
                    fact.identifier(),
                    List.of(fact.source().reference()),
                    level,
                    volume.steps(),
                    fact.performed());
          });
    }
  }
}
