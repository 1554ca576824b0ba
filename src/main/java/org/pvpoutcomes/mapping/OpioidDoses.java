package org.pvpoutcomes.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Dosage.DosageDoseAndRateComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Timing;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.OpioidFact;
import org.pvpoutcomes.study.OpioidRoute;

/**
 * Doses of opioids in micrograms per day. A dose is a Quantity in UCUM {@code ug}, {@code mg} or
 * {@code g}, never a number of tablets; how often it is taken is the frequency and the period of
 * {@code Timing.repeat}. Through the skin counts what is released: a rate in {@code ug/h} or {@code
 * mg/h}, over 24 hours, however often the patch is changed. What cannot be read is a finding and
 * null, never a guess.
 */
final class OpioidDoses {

  private static final Map<String, BigDecimal> MICROGRAMS =
      Map.of("ug", BigDecimal.ONE, "mg", new BigDecimal(1_000), "g", new BigDecimal(1_000_000));

  private static final BigDecimal HOURS_PER_DAY = new BigDecimal(24);
  private static final BigDecimal DAYS_PER_WEEK = new BigDecimal(7);
  private static final BigDecimal MOST = new BigDecimal(OpioidFact.MOST_MICROGRAMS_PER_DAY);

  private final Findings findings;

  OpioidDoses(Reading reading) {
    this.findings = reading.findings();
  }

  /** A number that need not be a finite decimal: one that is divided by another. */
  private record Fraction(BigDecimal numerator, BigDecimal denominator) {}

  /** Micrograms per day of what is taken regularly; null, with a finding, where it is not known. */
  @Nullable Integer perDay(Dosage dosage, @Nullable OpioidRoute route, String place) {
    if (dosage.hasAsNeeded() && !isRegular(dosage)) {
      findings.add(Rule.OPIOID_AS_NEEDED, place + ".asNeeded");
      return null;
    }
    if (dosage.getDoseAndRate().size() != 1) {
      return notReadable(place + ".doseAndRate");
    }
    DosageDoseAndRateComponent only = dosage.getDoseAndRateFirstRep();
    if (route == OpioidRoute.TRANSDERMAL) {
      return released(only.getRate(), place + ".doseAndRate[0].rate");
    }
    BigDecimal dose = micrograms(only.getDose());
    if (dose == null || only.hasRate()) {
      return notReadable(place + ".doseAndRate[0]");
    }
    Fraction times = timesPerDay(dosage.getTiming());
    return times == null
        ? notReadable(place + ".timing")
        : whole(dose.multiply(times.numerator()), times.denominator(), place);
  }

  /** Micrograms that a patch releases in a day; null, with a finding, where it is not known. */
  @Nullable Integer released(@Nullable Type rate, String place) {
    Fraction perHour = perHour(rate);
    return perHour == null
        ? notReadable(place)
        : whole(perHour.numerator().multiply(HOURS_PER_DAY), perHour.denominator(), place);
  }

  /** Micrograms of one dose; null, with a finding, where it is not known. */
  @Nullable Integer once(@Nullable Type dose, String place) {
    BigDecimal micrograms = micrograms(dose);
    return micrograms == null ? notReadable(place) : whole(micrograms, BigDecimal.ONE, place);
  }

  /** The sum of two doses; null where one is not known, or it is out of range. */
  @Nullable Integer sum(@Nullable Integer one, @Nullable Integer other, String place) {
    return one == null || other == null
        ? null
        : whole(BigDecimal.valueOf((long) one + other), BigDecimal.ONE, place);
  }

  private @Nullable Integer notReadable(String place) {
    findings.add(Rule.OPIOID_DOSE_NOT_READABLE, place);
    return null;
  }

  private static boolean isRegular(Dosage dosage) {
    return dosage.hasAsNeededBooleanType() && !dosage.getAsNeededBooleanType().booleanValue();
  }

  private static @Nullable BigDecimal micrograms(@Nullable Type value) {
    if (!(value instanceof Quantity quantity) || !quantity.hasValue() || quantity.hasComparator()) {
      return null;
    }
    Unit unit = Unit.of(quantity);
    for (Map.Entry<String, BigDecimal> known : MICROGRAMS.entrySet()) {
      if (unit.is(known.getKey())) {
        return quantity.getValue().multiply(known.getValue());
      }
    }
    return null;
  }

  private static @Nullable Fraction perHour(@Nullable Type rate) {
    if (rate instanceof Ratio ratio) {
      BigDecimal dose = micrograms(ratio.getNumerator());
      Quantity time = ratio.getDenominator();
      boolean hours = time.hasValue() && !time.hasComparator() && Unit.of(time).is("h");
      return dose == null || !hours || time.getValue().signum() <= 0
          ? null
          : new Fraction(dose, time.getValue());
    }
    if (!(rate instanceof Quantity quantity) || !quantity.hasValue() || quantity.hasComparator()) {
      return null;
    }
    Unit unit = Unit.of(quantity);
    for (Map.Entry<String, BigDecimal> known : MICROGRAMS.entrySet()) {
      if (unit.is(known.getKey() + "/h")) {
        return new Fraction(quantity.getValue().multiply(known.getValue()), BigDecimal.ONE);
      }
    }
    return null;
  }

  /** Null where the timing says it otherwise than by one frequency and one period, or bounds it. */
  private static @Nullable Fraction timesPerDay(Timing timing) {
    TimingRepeatComponent repeat = timing.getRepeat();
    boolean plain =
        repeat.hasFrequency()
            && repeat.hasPeriod()
            && repeat.hasPeriodUnit()
            && !timing.hasEvent()
            && !repeat.hasBounds()
            && !repeat.hasCount()
            && !repeat.hasFrequencyMax()
            && !repeat.hasPeriodMax()
            && !repeat.hasDayOfWeek();
    if (!plain || repeat.getPeriod().signum() <= 0) {
      return null;
    }
    BigDecimal frequency = BigDecimal.valueOf(repeat.getFrequency());
    BigDecimal period = repeat.getPeriod();
    return switch (repeat.getPeriodUnit()) {
      case MIN -> new Fraction(frequency.multiply(new BigDecimal(1440)), period);
      case H -> new Fraction(frequency.multiply(HOURS_PER_DAY), period);
      case D -> new Fraction(frequency, period);
      case WK -> new Fraction(frequency, period.multiply(DAYS_PER_WEEK));
      // A second is no interval between doses; months and years have no exact number of days.
      default -> null;
    };
  }

  /** The whole number nearest to a fraction; a dose so small that it would be none is no dose. */
  private @Nullable Integer whole(BigDecimal numerator, BigDecimal denominator, String place) {
    boolean outside = numerator.signum() < 0 || numerator.compareTo(MOST.multiply(denominator)) > 0;
    BigDecimal whole =
        outside ? BigDecimal.ZERO : numerator.divide(denominator, 0, RoundingMode.HALF_EVEN);
    if (outside || (whole.signum() == 0 && numerator.signum() > 0)) {
      findings.add(Rule.OPIOID_DOSE_OUT_OF_RANGE, place);
      return null;
    }
    if (whole.multiply(denominator).compareTo(numerator) != 0) {
      findings.add(Rule.VALUE_ROUNDED, place);
    }
    return whole.intValueExact();
  }
}
