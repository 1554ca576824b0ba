package org.pvpoutcomes.record;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.hibernate.Session;

/**
 * Counts the changes of the stored ConceptMaps, so that every running instance of the service
 * notices in its next write that its vocabulary is old.
 */
@ApplicationScoped
public class VocabularyStateRepository {

  private final EntityManager entities;

  VocabularyStateRepository(EntityManager entities) {
    this.entities = entities;
  }

  /** How often the vocabulary has changed. */
  public long changes() {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (PreparedStatement select =
                      connection.prepareStatement("SELECT changes FROM vocabulary_state");
                  ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  /** Counts one more change. */
  public void increment() {
    entities.createNativeQuery("UPDATE vocabulary_state SET changes = changes + 1").executeUpdate();
  }
}
