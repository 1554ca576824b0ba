package org.pvpoutcomes.fhir;

import ca.uhn.fhir.context.FhirContext;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
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

/** The CapabilityStatement: what this server does, and nothing it does not. Built once. */
@Singleton
@Startup
class Capabilities {

  private final byte[] json;

  Capabilities(
      FhirConfig config,
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    CapabilityStatement statement = new CapabilityStatement();
    statement
        .setStatus(PublicationStatus.ACTIVE)
        .setDateElement(new DateTimeType(config.capabilitiesDate().toString()))
        .setKind(CapabilityStatementKind.INSTANCE)
        .setFhirVersion(FHIRVersion._4_0_1)
        .addFormat("json");
    statement.getSoftware().setName(name).setVersion(version);
    statement
        .getImplementation()
        .setDescription("Outcomes and complications of percutaneous vertebroplasty");
    rest(statement.addRest());
    json =
        FhirContext.forR4Cached()
            .newJsonParser()
            .encodeResourceToString(statement)
            .getBytes(StandardCharsets.UTF_8);
  }

  /** The statement as UTF-8 JSON. */
  byte[] json() {
    return json.clone();
  }

  private static void rest(CapabilityStatementRestComponent rest) {
    rest.setMode(RestfulCapabilityMode.SERVER);
    rest.addInteraction().setCode(SystemRestfulInteraction.TRANSACTION);
    rest.addInteraction().setCode(SystemRestfulInteraction.BATCH);
    for (String type : StoredTypes.ALL) {
      resource(rest.addResource().setType(type));
    }
  }

  private static void resource(CapabilityStatementRestResourceComponent resource) {
    resource.addInteraction().setCode(TypeRestfulInteraction.READ);
    resource.addInteraction().setCode(TypeRestfulInteraction.VREAD);
    resource.addInteraction().setCode(TypeRestfulInteraction.CREATE);
    resource.addInteraction().setCode(TypeRestfulInteraction.UPDATE);
    resource.addInteraction().setCode(TypeRestfulInteraction.DELETE);
    resource
        .setVersioning(ResourceVersionPolicy.VERSIONED)
        .setReadHistory(true)
        .setUpdateCreate(true)
        .setConditionalCreate(true)
        .setConditionalRead(ConditionalReadStatus.NOTSUPPORTED)
        .setConditionalUpdate(true)
        .setConditionalDelete(ConditionalDeleteStatus.SINGLE);
  }
}
