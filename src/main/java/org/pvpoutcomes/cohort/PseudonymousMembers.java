package org.pvpoutcomes.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.pvpoutcomes.study.Member.Inclusion;

/**
 * The included members of a study, one after the other, under pseudonyms.
 *
 * <p>A pseudonym is HMAC-SHA-256 (RFC 2104) of study and patient under a key that only the database
 * has, shortened to 80 bits: among a million patients two share one with a probability of 4e-13.
 * Members come in the order of their pseudonyms, so that the order does not tell who came first
 * either.
 */
@ApplicationScoped
public class PseudonymousMembers {

  private static final String KEY = "SELECT key FROM pseudonym_key";

  /** A letter in front, so that no spreadsheet takes it for a number. */
  private static final String MEMBERS =
      """
      SELECT ('p' || encode(substring(sha256(CAST(:outer AS bytea) || sha256(
               CAST(:inner AS bytea) || convert_to(:id || chr(31) || m.patient, 'UTF8')))
               FOR 10), 'hex')) COLLATE "C" AS pseudonym,
             m.detail, {strata}
      FROM member m
      WHERE {filter}
      ORDER BY pseudonym
      """;

  /** Block of SHA-256 in bytes (RFC 2104 §2). */
  private static final int BLOCK = 64;

  private static final int INNER_PAD = 0x36;
  private static final int OUTER_PAD = 0x5c;

  /** Rows in memory at once. */
  private static final int FETCHED = 200;

  private final Snapshot snapshot;
  private final Session session;

  PseudonymousMembers(Snapshot snapshot, Session session) {
    this.snapshot = snapshot;
    this.session = session;
  }

  /**
   * Passes the included members that a division keeps to {@code member}, in the order of their
   * pseudonyms, all of one state of the database. The division is read of patients.
   *
   * @return how many there are
   */
  public long each(Dataset dataset, Division division, Consumer<PseudonymousMember> member) {
    return snapshot.of(
        () -> {
          try (Stream<Tuple> rows = query(dataset, division).getResultStream()) {
            long count = 0;
            for (Iterator<Tuple> each = rows.iterator(); each.hasNext(); count++) {
              member.accept(member(each.next(), division.bands()));
            }
            return count;
          }
        });
  }

  private NativeQuery<Tuple> query(Dataset dataset, Division division) {
    MemberFilter filter =
        MemberFilter.of(dataset).inclusion(Inclusion.INCLUDED).keptBy(division.whole());
    String strata =
        defined(division.bands())
            .map(
                property ->
                    "%s AS \"%s\"".formatted(property.ofPatient(division.bands()), property.code()))
            .collect(Collectors.joining(", "));
    byte[] key = (byte[]) session.createNativeQuery(KEY, Object.class).getSingleResult();
    NativeQuery<Tuple> query =
        session
            .createNativeQuery(
                MEMBERS.replace("{strata}", strata).replace("{filter}", filter.sql()), Tuple.class)
            .setParameter("inner", padded(key, INNER_PAD))
            .setParameter("outer", padded(key, OUTER_PAD))
            .setParameter("id", dataset.study())
            .setFetchSize(FETCHED);
    filter.parameters().forEach(query::setParameter);
    return query;
  }

  /** The key, not longer than a block, with zeros up to it, each byte combined with the pad. */
  private static byte[] padded(byte[] key, int pad) {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= (byte) pad;
    }
    return block;
  }

  /** The properties that the study divides by. */
  private static Stream<Stratification> defined(StrataBands bands) {
    return Arrays.stream(Stratification.values()).filter(property -> property.isDefined(bands));
  }

  private static PseudonymousMember member(Tuple row, StrataBands bands) {
    Map<Stratification, String> strata = new EnumMap<>(Stratification.class);
    int column = 2;
    for (Stratification property : defined(bands).toList()) {
      strata.put(property, row.get(column, String.class));
      column++;
    }
    return new PseudonymousMember(
        row.get(0, String.class), MemberJson.read(row.get(1, String.class)), strata);
  }
}
