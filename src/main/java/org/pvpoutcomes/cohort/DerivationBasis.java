package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.hibernate.Session;
import org.pvpoutcomes.study.ConsensusResponse;
import org.pvpoutcomes.study.Derivation;

/**
 * With what the stored members were derived, beside the facts: the rules, whether test data count,
 * the protocols that ship with the service, the equivalent doses of opioids, and the rule by which
 * pain responds. Other protocols never change, they have versions. A service that starts with
 * another basis has to derive them again.
 */
@ApplicationScoped
public class DerivationBasis {

  private final StudyProtocols protocols;
  private final TestDataConfig testData;
  private final OmedTable omed;
  private final EntityManager entities;

  DerivationBasis(
      StudyProtocols protocols, TestDataConfig testData, OmedTable omed, EntityManager entities) {
    this.protocols = protocols;
    this.testData = testData;
    this.omed = omed;
    this.entities = entities;
  }

  /** What this service derives with: equal texts for equal settings and protocols. */
  public String ofThisService() {
    return beside() + ", protocols " + sha256(protocols.shipped().toString());
  }

  /** As {@link #ofThisService}, without the protocols. */
  public String beside() {
    return "derivation %d, test data %s, pain response %s, opioids %s"
        .formatted(
            Derivation.RULES,
            testData.testData().code(),
            ConsensusResponse.RULE,
            sha256(omed.factors().toString()));
  }

  /** What the stored members were derived with; empty when that is not known. */
  public Optional<String> stored() {
    return session()
        .createNativeQuery("SELECT basis FROM derivation_basis", String.class)
        .getResultStream()
        .flatMap(basis -> Optional.ofNullable(basis).stream())
        .findFirst();
  }

  /** Notes that all members are derived with this basis from now on. */
  public void store(String basis) {
    session()
        .createNativeMutationQuery("UPDATE derivation_basis SET basis = :basis")
        .setParameter("basis", basis)
        .executeUpdate();
  }

  /** A SHA-256 (FIPS 180-4) of nothing yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** SHA-256 of a text, in hexadecimal digits. */
  public static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private Session session() {
    return entities.unwrap(Session.class);
  }
}
