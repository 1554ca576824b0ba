package org.pvpoutcomes.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.pvpoutcomes.ingest.Resources.mrn;
import static org.pvpoutcomes.ingest.Resources.note;
import static org.pvpoutcomes.ingest.Resources.patient;
import static org.pvpoutcomes.ingest.Resources.resource;
import static org.pvpoutcomes.ingest.Resources.score;
import static org.pvpoutcomes.ingest.Resources.subject;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.ingest.Written.Result;
import org.pvpoutcomes.record.StoredVersion;

/** Patches, and writes that depend on a version. */
@QuarkusTest
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PatchTest {

  private static final String URN = "urn:uuid:00000000-0000-4000-8000-000000000001";

  @Inject IngestService ingest;

  @Test
  void a_patch_makes_the_next_version_and_keeps_the_precision_of_decimals() {
    String volume =
        """
        {"resourceType":"Observation","status":"final","code":{"text":"synthetic"},
        "valueQuantity":{"value":1.10}}""";
    one(Write.update("o", resource(volume)));

    Written patched = one(Write.patch("Observation", "o", note("synthetic")));

    assertThat(patched.result()).isEqualTo(Result.UPDATED);
    assertThat(stored(patched).version()).isEqualTo(2);
    assertThat(stored(patched).content()).contains("\"value\":1.10", "synthetic");
  }

  @Test
  void a_patch_that_changes_nothing_makes_no_version() {
    one(Write.update("o", score("Patient/p", 1, 40)));

    Written patched = one(Write.patch("Observation", "o", subject("Patient/p")));

    assertThat(patched.result()).isEqualTo(Result.UNCHANGED);
    assertThat(stored(patched).version()).isEqualTo(1);
  }

  @Test
  void a_patch_of_what_is_not_there_or_deleted_is_refused() {
    one(Write.update("o", score("Patient/p", 1, 40)));
    one(Write.delete("Observation", "o"));

    assertThat(refused(Write.patch("Observation", "never", note("x")))).isEqualTo(Reason.NOT_FOUND);
    assertThat(refused(Write.patch("Observation", "o", note("x")))).isEqualTo(Reason.DELETED);
    assertThat(refused(Write.patch(mrn("SYN-1"), note("x")))).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void a_condition_finds_the_one_resource_to_patch() {
    one(Write.update("p", patient("SYN-1")));
    Patch male = current -> resource(current.put("gender", "male").toString());

    Written patched = one(Write.patch(mrn("SYN-1"), male));

    assertThat(stored(patched).id()).isEqualTo("p");
    assertThat(stored(patched).version()).isEqualTo(2);
    one(Write.update("q", patient("SYN-1")));
    assertThat(refused(Write.patch(mrn("SYN-1"), male))).isEqualTo(Reason.MULTIPLE_MATCHES);
  }

  @Test
  void a_patch_cannot_change_the_id() {
    one(Write.update("o", score("Patient/p", 1, 40)));

    assertThat(
            refused(
                Write.patch(
                    "Observation", "o", current -> resource(current.put("id", "x").toString()))))
        .isEqualTo(Reason.ID_MISMATCH);
  }

  @Test
  void references_of_a_patch_find_entries_and_stored_resources() {
    one(Write.update("o", score("Patient/p", 1, 40)));
    one(Write.update("known", patient("SYN-2")));

    List<Written> written =
        ingest.transaction(
            List.of(
                Write.patch("Observation", "o", subject(URN)),
                Write.create(patient("SYN-1"), mrn("SYN-1")).named(URN)));
    assertThat(stored(written.get(0)).content())
        .contains("\"reference\":\"Patient/" + stored(written.get(1)).id() + "\"");

    Written conditional =
        one(
            Write.patch(
                "Observation", "o", subject("Patient?identifier=" + Resources.MRN + "|SYN-2")));
    assertThat(stored(conditional).content()).contains("\"reference\":\"Patient/known\"");
    assertThat(refused(Write.patch("Observation", "o", subject("urn:uuid:nobody"))))
        .isEqualTo(Reason.UNRESOLVED_REFERENCE);
  }

  @Test
  void a_patch_and_another_write_of_one_resource_refuse_the_transaction() {
    one(Write.update("o", score("Patient/p", 1, 40)));
    Write patch = Write.patch("Observation", "o", note("x"));

    assertThat(refused(patch, Write.update("o", score("Patient/p", 1, 50))))
        .isEqualTo(Reason.DUPLICATE_ENTRY);
    assertThat(refused(patch, Write.delete("Observation", "o"))).isEqualTo(Reason.DUPLICATE_ENTRY);
    assertThat(refused(patch, patch)).isEqualTo(Reason.DUPLICATE_ENTRY);
  }

  @Test
  void a_stale_version_is_refused_even_for_the_content_that_is_stored() {
    one(Write.update("p", patient("SYN-1")));
    one(Write.update("p", patient("SYN-2")));
    VersionMatch stale = VersionMatch.version(1);

    assertThat(refused(Write.update("p", patient("SYN-2")).expecting(stale)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    assertThat(refused(Write.delete("Patient", "p").expecting(stale)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    assertThat(refused(Write.update(mrn("SYN-2"), patient("SYN-2")).expecting(stale)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    Written current = one(Write.update("p", patient("SYN-3")).expecting(VersionMatch.version(2)));
    assertThat(stored(current).version()).isEqualTo(3);
  }

  @Test
  void a_version_of_what_is_not_there_or_deleted_is_refused() {
    VersionMatch first = VersionMatch.version(1);
    assertThat(refused(Write.update("p", patient("SYN-1")).expecting(first)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    assertThat(refused(Write.delete(mrn("SYN-1")).expecting(first)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    assertThat(refused(Write.patch("Patient", "p", note("x")).expecting(VersionMatch.EXISTS)))
        .isEqualTo(Reason.VERSION_CONFLICT);
    one(Write.update("p", patient("SYN-1")));
    one(Write.delete("Patient", "p"));
    assertThat(refused(Write.update("p", patient("SYN-1")).expecting(VersionMatch.version(2))))
        .isEqualTo(Reason.VERSION_CONFLICT);
  }

  @Test
  void an_update_that_may_only_create_spares_what_is_there() {
    Write onlyNew = Write.update("p", patient("SYN-1")).expecting(VersionMatch.ABSENT);

    assertThat(one(onlyNew).result()).isEqualTo(Result.CREATED);
    assertThat(refused(onlyNew)).isEqualTo(Reason.VERSION_CONFLICT);
    one(Write.delete("Patient", "p"));
    assertThat(one(onlyNew).result()).isEqualTo(Result.CREATED);
  }

  @Test
  void a_condition_that_two_entries_will_meet_refuses_the_transaction() {
    assertThat(
            refused(
                Write.create(patient("SYN-1"), mrn("SYN-1")), Write.create(patient("SYN-1"), null)))
        .isEqualTo(Reason.MULTIPLE_MATCHES);
  }

  private Written one(Write write) {
    return ingest.transaction(List.of(write)).getFirst();
  }

  private Reason refused(Write... writes) {
    return catchThrowableOfType(
            WriteRefusedException.class, () -> ingest.transaction(List.of(writes)))
        .reason();
  }

  private static StoredVersion stored(Written written) {
    return Objects.requireNonNull(written.stored());
  }
}
