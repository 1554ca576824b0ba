package org.pvpoutcomes.question;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pvpoutcomes.cohort.Dataset;
import org.pvpoutcomes.cohort.Division;
import org.pvpoutcomes.cohort.Division.Kept;
import org.pvpoutcomes.cohort.StrataBands;
import org.pvpoutcomes.cohort.Stratification;
import org.pvpoutcomes.problem.ProblemException;
import org.pvpoutcomes.problem.QueryParameters;
import org.pvpoutcomes.study.Coded;
import org.pvpoutcomes.study.Protocol;

/**
 * What a request asks about.
 *
 * @param dataset the members that the answer is computed from
 * @param division how they are narrowed ({@code where}) and divided ({@code stratifyBy})
 * @param parameters those of the request, all of them known by name
 */
public record Question(Dataset dataset, Division division, QueryParameters parameters) {

  /** The parameter that names the properties that divide the cohort, comma-separated. */
  public static final String STRATIFY_BY = "stratifyBy";

  /**
   * The parameter that narrows the cohort: comma-separated conditions that must all hold, each
   * {@code property:stratum}, or {@code property:stratum~stratum} for any of several. The first
   * colon ends the property; a stratum that has a comma, a tilde or a percent sign itself, as a URI
   * may, has it percent-encoded.
   */
  public static final String WHERE = "where";

  /** More would leave strata of nobody, and answers nobody reads. */
  private static final int MOST_PROPERTIES = 3;

  /** A link to members has those of its answer, and one more for each property that divides. */
  private static final int MOST_CONDITIONS = 20;

  /** The protocol of the dataset. */
  public Protocol protocol() {
    return dataset.protocol();
  }

  /**
   * Reads the division.
   *
   * @throws ProblemException for a property or stratum that there is not
   */
  static Question of(Dataset dataset, QueryParameters parameters) {
    StrataBands bands = StrataBands.of(dataset.protocol().strata());
    return new Question(
        dataset, new Division(by(parameters, bands), where(parameters, bands), bands), parameters);
  }

  private static List<Stratification> by(QueryParameters parameters, StrataBands bands) {
    List<Stratification> by = new ArrayList<>();
    for (String name : list(parameters, STRATIFY_BY)) {
      Stratification property = property(STRATIFY_BY, name, bands);
      if (by.contains(property)) {
        throw ProblemException.invalidParameter(STRATIFY_BY, name + " is given twice.", List.of());
      }
      by.add(property);
    }
    if (by.size() > MOST_PROPERTIES) {
      throw ProblemException.invalidParameter(
          STRATIFY_BY, "at most %d properties are expected.".formatted(MOST_PROPERTIES), List.of());
    }
    return by;
  }

  private static List<Kept> where(QueryParameters parameters, StrataBands bands) {
    List<Kept> where = new ArrayList<>();
    for (String condition : list(parameters, WHERE)) {
      int colon = condition.indexOf(':');
      if (colon < 0) {
        throw ProblemException.invalidParameter(
            WHERE, "property:stratum is expected, several separated by commas.", List.of());
      }
      Stratification property = property(WHERE, condition.substring(0, colon), bands);
      List<String> strata = strata(condition.substring(colon + 1));
      if (!strata.stream().allMatch(stratum -> property.admits(stratum, bands))) {
        throw ProblemException.invalidParameter(
            WHERE, "there is no such stratum of " + property.code() + ".", property.strata(bands));
      }
      where.add(new Kept(property, strata));
    }
    if (where.size() > MOST_CONDITIONS) {
      throw ProblemException.invalidParameter(
          WHERE, "at most %d conditions are expected.".formatted(MOST_CONDITIONS), List.of());
    }
    return where;
  }

  private static List<String> strata(String text) {
    try {
      return Arrays.stream(text.split("~", -1)).map(Kept::decoded).toList();
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalidParameter(
          WHERE, "two hexadecimal digits are expected after each percent sign.", List.of());
    }
  }

  private static Stratification property(String parameter, String name, StrataBands bands) {
    return Coded.find(Stratification.class, name)
        .filter(property -> property.isDefined(bands))
        .orElseThrow(
            () -> {
              List<String> known =
                  Arrays.stream(Stratification.values())
                      .filter(property -> property.isDefined(bands))
                      .map(Stratification::code)
                      .toList();
              return ProblemException.invalidParameter(
                  parameter, "one of " + String.join(", ", known) + " is expected.", known);
            });
  }

  private static List<String> list(QueryParameters parameters, String name) {
    return parameters.text(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
  }
}
