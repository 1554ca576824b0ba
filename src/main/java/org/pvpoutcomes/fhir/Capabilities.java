package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.FhirContext;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementKind;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalDeleteStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ConditionalReadStatus;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceVersionPolicy;
import org.hl7.fhir.r4.model.CapabilityStatement.RestfulCapabilityMode;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.FHIRVersion;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.pvpoutcomes.conformance.ConformanceResource;
import org.pvpoutcomes.conformance.ConformanceResources;
import org.pvpoutcomes.search.SearchParameter;
import org.pvpoutcomes.search.SearchParameters;

/**
 * The CapabilityStatement: what this server does, and nothing it does not. Built once;
 * CapabilityWalkTest exercises all of it.
 */
@Singleton
@Startup
class Capabilities {

  private static final String OPERATION = "http://hl7.org/fhir/OperationDefinition/";

  private final String json;

  Capabilities(
      FhirConfig config,
      ConformanceResources shipped,
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    CapabilityStatement statement = new CapabilityStatement();
    statement
        .setStatus(PublicationStatus.ACTIVE)
        .setDateElement(new DateTimeType(config.capabilitiesDate().toString()))
        .setKind(CapabilityStatementKind.INSTANCE)
        .setFhirVersion(FHIRVersion._4_0_1)
        .addFormat("json")
        .addFormat("xml")
        .addPatchFormat("application/json-patch+json")
        .addPatchFormat("application/fhir+json")
        .addPatchFormat("application/fhir+xml");
    statement.getSoftware().setName(name).setVersion(version);
    statement
        .getImplementation()
        .setDescription("Outcomes and complications of percutaneous vertebroplasty");
    rest(statement.addRest(), shipped);
    json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(statement);
  }

  /** The statement as JSON. */
  String json() {
    return json;
  }

  private static void rest(CapabilityStatementRestComponent rest, ConformanceResources shipped) {
    rest.setMode(RestfulCapabilityMode.SERVER);
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    rest.addInteraction().setCode(SystemRestfulInteraction.HISTORYSYSTEM);
    for (String type : StoredTypes.ALL) {
      CapabilityStatementRestResourceComponent resource = rest.addResource().setType(type);
      stored(resource);
      profiles(resource, shipped);
      search(resource);
    }
    for (String type : StoredTypes.SHIPPED) {
      CapabilityStatementRestResourceComponent resource = rest.addResource().setType(type);
      resource.addInteraction().setCode(TypeRestfulInteraction.READ);
      resource.addInteraction().setCode(TypeRestfulInteraction.VREAD);
      resource
          .setVersioning(ResourceVersionPolicy.VERSIONED)
          .setConditionalRead(ConditionalReadStatus.FULLSUPPORT);
      if (type.equals(GeneratedMeasures.TYPE)) {
        resource
            .addOperation()
            .setName("evaluate-measure")
            .setDefinition(OPERATION + "Measure-evaluate-measure");
      }
      search(resource);
    }
  }

  private static void stored(CapabilityStatementRestResourceComponent resource) {
    for (TypeRestfulInteraction interaction :
        new TypeRestfulInteraction[] {
          TypeRestfulInteraction.READ,
          TypeRestfulInteraction.VREAD,
          TypeRestfulInteraction.CREATE,
          TypeRestfulInteraction.UPDATE,
          TypeRestfulInteraction.PATCH,
          TypeRestfulInteraction.DELETE,
          TypeRestfulInteraction.HISTORYINSTANCE,
          TypeRestfulInteraction.HISTORYTYPE
        }) {
      resource.addInteraction().setCode(interaction);
    }
    resource
        .setVersioning(ResourceVersionPolicy.VERSIONEDUPDATE)
        .setReadHistory(true)
        .setUpdateCreate(true)
        .setConditionalCreate(true)
        .setConditionalRead(ConditionalReadStatus.FULLSUPPORT)
        .setConditionalUpdate(true)
        .setConditionalDelete(ConditionalDeleteStatus.SINGLE);
    resource.addOperation().setName("validate").setDefinition(OPERATION + "Resource-validate");
    if (resource.getType().equals("Patient")) {
      resource.addOperation().setName("everything").setDefinition(OPERATION + "Patient-everything");
    }
  }

  private static void profiles(
      CapabilityStatementRestResourceComponent resource, ConformanceResources shipped) {
    for (ConformanceResource definition : shipped.ofType("StructureDefinition")) {
      if (definition.constrainedType().equals(resource.getType())) {
        resource.addSupportedProfile(definition.url());
      }
    }
  }

  private static void search(CapabilityStatementRestResourceComponent resource) {
    resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
    for (SearchParameter parameter : SearchParameters.of(resource.getType())) {
      resource
          .addSearchParam()
          .setName(parameter.name())
          .setDefinition(parameter.definition())
          .setType(SearchParamType.fromCode(parameter.kind().code()));
      if (isIncludable(parameter)) {
        resource.addSearchInclude(resource.getType() + ":" + parameter.name());
      }
    }
    for (String type : SearchParameters.types()) {
      for (SearchParameter parameter : SearchParameters.of(type)) {
        if (isIncludable(parameter)
            && (parameter.targets().isEmpty()
                || parameter.targets().contains(resource.getType()))) {
          resource.addSearchRevInclude(type + ":" + parameter.name());
        }
      }
    }
  }

  private static boolean isIncludable(SearchParameter parameter) {
    return parameter.kind() == SearchParameter.Kind.REFERENCE;
  }
}
