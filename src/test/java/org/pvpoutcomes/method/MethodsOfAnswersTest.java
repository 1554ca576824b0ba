package org.pvpoutcomes.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The catalogue says of each answer what its code does: the classes of package statistics that an
 * answer uses, by itself or through the figures it shares with others, are those of its methods.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MethodsOfAnswersTest {

  private static final String ROOT = "org.pvpoutcomes.";
  private static final String STATISTICS = "statistics.";

  /** Tables and parts of methods; a figure is never of one of these. */
  private static final Set<String> NO_METHODS =
      Set.of(
          "statistics.Cluster",
          "statistics.ClusterPair",
          "statistics.ContingencyTable",
          "statistics.FrequencyTable",
          "statistics.Interval",
          "statistics.PairedTable",
          "statistics.RepeatedTable",
          "statistics.Scale");

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.pvpoutcomes");

  @ParameterizedTest
  @EnumSource
  void an_answer_names_the_methods_of_the_statistics_that_it_uses(Answer answer) {
    Set<String> named =
        Methods.all().stream()
            .filter(method -> method.answers().contains(answer))
            .flatMap(method -> method.code().stream())
            .filter(code -> code.startsWith(STATISTICS))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named)
        .as(
            "classes of the methods of %s in methods/catalogue.yaml, against those that it uses",
            answer.code())
        .isEqualTo(used(answer));
  }

  @ParameterizedTest
  @EnumSource
  void every_method_that_an_answer_names_is_in_the_catalogue(Answer answer) {
    assertThat(Methods.of(answer))
        .isNotEmpty()
        .isSubsetOf(Methods.all().stream().map(MethodReference::to).toList());
  }

  @Test
  void every_class_that_the_catalogue_names_is_there() {
    assertThat(Methods.all().stream().flatMap(method -> method.code().stream()))
        .allMatch(code -> PRODUCTION.contain(ROOT + code));
  }

  @Test
  void every_statistic_has_a_method() {
    Set<String> named =
        Methods.all().stream()
            .flatMap(method -> method.code().stream())
            .collect(Collectors.toSet());

    assertThat(
            PRODUCTION.stream()
                .filter(type -> type.getPackageName().equals("org.pvpoutcomes.statistics"))
                .filter(type -> type.getModifiers().toString().contains("PUBLIC"))
                .map(MethodsOfAnswersTest::outermost)
                .distinct()
                .filter(name -> !NO_METHODS.contains(name)))
        .isSubsetOf(named);
  }

  private static Set<String> used(Answer answer) {
    Set<JavaClass> own =
        PRODUCTION.stream().filter(type -> isOf(answer, type)).collect(Collectors.toSet());
    Set<JavaClass> shared =
        own.stream()
            .flatMap(MethodsOfAnswersTest::targets)
            .filter(type -> type.getPackageName().equals("org.pvpoutcomes.figure"))
            // It collects reasons, for others than those who use it here, too.
            .filter(type -> !type.getSimpleName().equals("NotComputed"))
            .collect(Collectors.toSet());
    return Stream.concat(own.stream(), shared.stream())
        .flatMap(MethodsOfAnswersTest::targets)
        .filter(type -> type.getPackageName().equals("org.pvpoutcomes.statistics"))
        .map(MethodsOfAnswersTest::outermost)
        .filter(name -> !NO_METHODS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOf(Answer answer, JavaClass type) {
    String name = type.getName();
    return switch (answer) {
      case OUTCOMES -> name.startsWith(ROOT + "outcome.");
      case COMPLICATIONS -> name.startsWith(ROOT + "complication.");
      case CHARACTERISTICS -> name.startsWith(ROOT + "characteristics.");
      case COMPLETENESS -> name.startsWith(ROOT + "membership.Completeness");
      case COMPARATORS -> name.startsWith(ROOT + "comparator.");
    };
  }

  private static Stream<JavaClass> targets(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType);
  }

  /** Such as {@code statistics.MeanDifference} for its {@code Group}. */
  private static String outermost(JavaClass type) {
    return type.getName().substring(ROOT.length()).replaceFirst("\\$.*", "");
  }
}
