package org.pvpoutcomes;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The table of packages and what each may use, checked on the compiled classes. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {

  private static final String ROOT = "org.pvpoutcomes.";
  private static final String[] RESULT_FAMILIES = {
    ROOT + "outcome..",
    ROOT + "complication..",
    ROOT + "characteristics..",
    ROOT + "membership..",
    ROOT + "export..",
    ROOT + "protocol..",
    ROOT + "comparator..",
    ROOT + "method..",
    ROOT + "coverage..",
    ROOT + "rebuild..",
    ROOT + "question..",
    ROOT + "cut.."
  };

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.pvpoutcomes");

  @Test
  void the_study_model_is_plain_java() {
    classes()
        .that()
        .resideInAPackage(ROOT + "study..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + "study..", "java..", "org.jspecify..")
        .because("the rules of the study must be readable and testable without anything else")
        .check(PRODUCTION);
  }

  @Test
  void statistics_know_no_patients() {
    classes()
        .that()
        .resideInAPackage(ROOT + "statistics..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "statistics..",
            "java..",
            "org.jspecify..",
            "org.apache.commons.statistics..",
            "org.apache.commons.numbers..")
        .because("a formula is right or wrong whatever it is applied to")
        .check(PRODUCTION);
  }

  @Test
  void the_vocabulary_knows_neither_resources_nor_the_study() {
    mayUse("vocabulary");
  }

  @Test
  void the_record_knows_nothing_of_the_study() {
    mayUse("record");
  }

  @Test
  void mapping_uses_the_vocabulary_and_the_study_only() {
    mayUse("mapping", "vocabulary", "study");
  }

  @Test
  void the_cohort_uses_the_study_only() {
    mayUse("cohort", "study");
  }

  @Test
  void ingest_ties_record_mapping_study_and_cohort_together() {
    mayUse("ingest", "record", "search", "mapping", "vocabulary", "study", "cohort");
  }

  @Test
  void search_speaks_of_what_the_record_finds_and_of_nothing_else() {
    mayUse("search", "record");
  }

  @Test
  void conformance_stands_beside_the_record_and_knows_the_shipped_vocabulary() {
    mayUse("conformance", "record", "search", "vocabulary");
  }

  @Test
  void the_fhir_edge_uses_record_search_conformance_mapping_ingest_and_measures() {
    mayUse("fhir", "record", "search", "conformance", "mapping", "ingest", "vocabulary", "measure");
  }

  @Test
  void the_rebuild_edge_uses_ingest_only() {
    mayUse("rebuild", "ingest", "problem");
  }

  @Test
  void result_families_use_cohort_study_statistics_and_problem_but_not_each_other() {
    for (String family :
        List.of("outcome", "complication", "characteristics", "membership", "comparator")) {
      mayUse(family, "cohort", "study", "statistics", "figure", "method", "question", "problem");
    }
    mayUse("export", "cohort", "study", "question", "problem");
    mayUse("protocol", "ingest", "cohort", "study", "problem");
    mayUse("figure", "cohort", "study", "statistics");
    mayUse("question", "cohort", "study", "ingest", "problem");
  }

  @Test
  void the_cut_edge_uses_ingest_and_shows_protocols() {
    mayUse("cut", "ingest", "cohort", "figure", "protocol", "question", "problem");
  }

  @Test
  void the_catalogue_of_methods_knows_no_figures() {
    mayUse("method", "problem");
  }

  @Test
  void measures_are_made_of_the_answers_of_result_families() {
    mayUse("measure", "outcome", "complication", "figure", "cohort", "study");
  }

  @Test
  void coverage_sets_the_vocabulary_beside_what_is_stored() {
    mayUse("coverage", "vocabulary", "mapping", "cohort", "ingest", "problem");
  }

  @Test
  void disclosure_knows_no_result_family() {
    mayUse("disclosure", "cohort", "study", "problem");
  }

  @Test
  void the_packages_are_free_of_cycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(PRODUCTION);
  }

  @Test
  void HAPI_stops_at_fhir_conformance_record_and_mapping() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "fhir..", ROOT + "conformance..", ROOT + "record..", ROOT + "mapping..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.hl7.fhir..", "ca.uhn.fhir..")
        .because("an upgrade of FHIR or HAPI must not reach the study")
        .check(PRODUCTION);
  }

  @Test
  void persistence_stops_at_record_and_cohort() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "record..", ROOT + "cohort..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.persistence..", "org.hibernate..", "io.quarkus.hibernate..")
        .because("rows are not the model")
        .check(PRODUCTION);
  }

  @Test
  void entities_are_package_private_and_named_so() {
    classes()
        .that()
        .areAnnotatedWith(Entity.class)
        .should()
        .bePackagePrivate()
        .andShould()
        .haveSimpleNameEndingWith("Entity")
        .because("nobody outside may come to depend on a row")
        .check(PRODUCTION);
  }

  @Test
  void JAX_RS_stops_at_the_edges() {
    noClasses()
        .that(not(resideInAnyPackage(edges())))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta.ws.rs..")
        .check(PRODUCTION);
  }

  @Test
  void resources_and_configurations_are_named_so() {
    classes()
        .that()
        .areAnnotatedWith(Path.class)
        .should()
        .haveSimpleNameEndingWith("Resource")
        .check(PRODUCTION);
    classes()
        .that()
        .areAnnotatedWith(ConfigMapping.class)
        .should()
        .beInterfaces()
        .andShould()
        .haveSimpleNameEndingWith("Config")
        .check(PRODUCTION);
  }

  @Test
  void dependencies_come_in_through_constructors() {
    noFields().should().beAnnotatedWith(Inject.class).check(PRODUCTION);
    noFields().should().beAnnotatedWith(ConfigProperty.class).check(PRODUCTION);
  }

  @Test
  void fields_of_the_study_are_final() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + "study..")
        .should()
        .beFinal()
        .check(PRODUCTION);
  }

  @Test
  void only_the_clock_asks_the_machine_for_the_time() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.pvpoutcomes.ingest.SystemClock")
        .should()
        .accessTargetWhere(
            target(owner(resideInAPackage("java.time..")))
                .and(target(nameMatching("now|system.*"))))
        .because("a missing date must never become today's")
        .check(PRODUCTION);
  }

  @Test
  void nobody_writes_to_the_standard_streams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(PRODUCTION);
  }

  private static void mayUse(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = ROOT + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = ROOT + others[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.pvpoutcomes..").and(not(resideInAnyPackage(allowed))))
        .because("the arrows between the packages go one way")
        .check(PRODUCTION);
  }

  private static String[] edges() {
    String[] edges = new String[RESULT_FAMILIES.length + 4];
    System.arraycopy(RESULT_FAMILIES, 0, edges, 0, RESULT_FAMILIES.length);
    edges[RESULT_FAMILIES.length] = ROOT + "fhir..";
    edges[RESULT_FAMILIES.length + 1] = ROOT + "problem..";
    edges[RESULT_FAMILIES.length + 2] = ROOT + "question..";
    edges[RESULT_FAMILIES.length + 3] = ROOT + "disclosure..";
    return edges;
  }
}
