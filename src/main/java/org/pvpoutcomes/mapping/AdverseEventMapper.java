package org.pvpoutcomes.mapping;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.AdverseEvent;
import org.hl7.fhir.r4.model.Reference;
import org.pvpoutcomes.study.ComplicationKind;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.ReportStatus;

/**
 * An AdverseEvent as a complication of the procedures it suspects. R4 gives it no status; an event
 * that is only potential does not count.
 */
final class AdverseEventMapper {

  private final Reading reading;
  private final Codes codes;
  private final Findings findings;

  AdverseEventMapper(Reading reading) {
    this.reading = reading;
    this.codes = reading.codes();
    this.findings = reading.findings();
  }

  /** One fact, or one per leak site, when the event is a known complication. */
  List<Fact> map(AdverseEvent adverseEvent) {
    String actuality = adverseEvent.getActualityElement().getValueAsString();
    ReportStatus status =
        new ReportStatus(actuality == null ? "" : actuality, "actual".equals(actuality));
    if (!status.counts()) {
      findings.suppressWarnings();
    }
    List<ComplicationKind> kinds = codes.all(StudyConcept.COMPLICATION, adverseEvent.getEvent());
    if (kinds.isEmpty()) {
      if (reading
          .unmapped()
          .note("AdverseEvent.event", adverseEvent.getEvent(), StudyConcept.COMPLICATION)) {
        findings.add(
            Rule.EVENT_CODE_NOT_MAPPED,
            "AdverseEvent.event",
            Codes.quoted(adverseEvent.getEvent()));
      }
      return List.of();
    }
    ComplicationKind kind =
        codes.single(
            StudyConcept.COMPLICATION, adverseEvent.getEvent(), "AdverseEvent.event", findings);
    if (kind == null) {
      return List.of();
    }
    return new ComplicationStatement(
            reading.source(),
            status,
            References.smallestIdentifier(
                adverseEvent.hasIdentifier() ? List.of(adverseEvent.getIdentifier()) : List.of(),
                reading.source()),
            kind,
            codes.all(StudyConcept.LEAK_SITE, adverseEvent.getEvent()),
            List.of(),
            suspects(adverseEvent),
            Times.startOrFinding(
                adverseEvent.getDateElement(),
                Rule.ONSET_NOT_TO_THE_DAY,
                "AdverseEvent.date",
                findings),
            null,
            References.allTo(
                "Condition",
                adverseEvent.getResultingCondition(),
                "AdverseEvent.resultingCondition",
                findings),
            new EventDetailsReader(reading)
                .read(
                    kind,
                    adverseEvent.getExtension(),
                    "AdverseEvent",
                    adverseEvent.getSeverity(),
                    null))
        .facts("AdverseEvent.event", findings);
  }

  private List<String> suspects(AdverseEvent adverseEvent) {
    Set<String> procedures = new LinkedHashSet<>();
    for (int i = 0; i < adverseEvent.getSuspectEntity().size(); i++) {
      Reference instance = adverseEvent.getSuspectEntity().get(i).getInstance();
      String place = "AdverseEvent.suspectEntity[" + i + "].instance";
      String procedure = References.to("Procedure", instance, place, findings);
      if (procedure != null) {
        procedures.add(procedure);
      }
    }
    return List.copyOf(procedures);
  }
}
