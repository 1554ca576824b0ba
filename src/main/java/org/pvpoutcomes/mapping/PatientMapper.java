package org.pvpoutcomes.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.ClinicalTime;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Fact;
import org.pvpoutcomes.study.Fact.BirthInterval;
import org.pvpoutcomes.study.Fact.PatientFact;
import org.pvpoutcomes.study.Sex;

/** A Patient is a patient: sex, birth date and death. */
final class PatientMapper {

  /** Length of {@code 1950}. */
  private static final int YEAR_LENGTH = 4;

  /** Length of {@code 1950-03}. */
  private static final int MONTH_LENGTH = 7;

  private final Reading reading;

  PatientMapper(Reading reading) {
    this.reading = reading;
  }

  /** Always one fact. */
  List<Fact> map(Patient patient) {
    Sex sex =
        Optional.ofNullable(patient.getGenderElement().getValueAsString())
            .flatMap(code -> Coded.find(Sex.class, code))
            .orElse(Sex.UNKNOWN);
    return List.of(
        new PatientFact(
            reading.source(),
            sex,
            birthDate(patient),
            isDeceased(patient),
            death(patient),
            bornWithin(patient)));
  }

  private @Nullable LocalDate birthDate(Patient patient) {
    String text = patient.getBirthDateElement().getValueAsString();
    LocalDate date = text == null ? null : Times.date(text);
    if (text != null && date == null) {
      reading.findings().add(Rule.BIRTH_DATE_NOT_TO_THE_DAY, "Patient.birthDate");
    }
    return date;
  }

  /** The days that a birth date of a year, or of a month of it, leaves open. */
  private static @Nullable BirthInterval bornWithin(Patient patient) {
    String text = patient.getBirthDateElement().getValueAsString();
    try {
      if (text != null && text.length() == YEAR_LENGTH) {
        Year year = Year.parse(text);
        return new BirthInterval(year.atDay(1), year.atMonth(Month.DECEMBER).atEndOfMonth());
      }
      if (text != null && text.length() == MONTH_LENGTH) {
        YearMonth month = YearMonth.parse(text);
        return new BirthInterval(month.atDay(1), month.atEndOfMonth());
      }
      return null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isDeceased(Patient patient) {
    return switch (patient.getDeceased()) {
      case BooleanType deceased -> deceased.hasValue() && deceased.booleanValue();
      case DateTimeType when -> when.hasValue();
      case null, default -> false;
    };
  }

  private @Nullable ClinicalTime death(Patient patient) {
    return patient.getDeceased() instanceof DateTimeType when
        ? Times.startOrFinding(
            when, Rule.DEATH_DATE_NOT_TO_THE_DAY, "Patient.deceased", reading.findings())
        : null;
  }
}
