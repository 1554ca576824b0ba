package org.pvpoutcomes.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.study.Fact.CementVolumeFact;
import org.pvpoutcomes.study.Fact.DiagnosisFact;
import org.pvpoutcomes.study.Member.TreatedVertebra;
import org.pvpoutcomes.study.Member.UnusedReason;

/**
 * What other resources say about treated vertebrae: the cement and the fractures.
 *
 * @param cement the report that counts for each vertebra
 * @param fractures the diagnoses of a fracture of each vertebra, in order
 * @param structures the body structures that name vertebrae
 */
record VertebraFindings(
    Map<Vertebra, CementVolumeFact> cement,
    Map<Vertebra, List<DiagnosisFact>> fractures,
    BodyStructures structures) {

  /** Latest first; a report without a time comes last. */
  private static final Comparator<CementVolumeFact> LATEST_FIRST =
      Comparator.comparing(
              CementVolumeFact::at,
              Comparator.nullsLast(Comparator.<ClinicalTime>naturalOrder().reversed()))
          .thenComparing(CementVolumeFact::identifier)
          .thenComparing(PatientFacts.ORDER);

  /**
   * Finds the vertebra of every report.
   *
   * @param volumes those that count and are not after the death
   * @param fractures pathological fractures that count, are not after the death and are not
   *     themselves complications of a session
   * @param structures those that procedures refer to
   * @param unused takes the reports that belong to no vertebra or are not the one taken
   */
  static VertebraFindings of(
      List<TreatedSession> sessions,
      List<CementVolumeFact> volumes,
      List<DiagnosisFact> fractures,
      BodyStructures structures,
      UnusedFacts unused) {
    return new VertebraFindings(
        cement(sessions, volumes, unused), fractures(sessions, fractures, unused), structures);
  }

  /** The vertebra with its findings. */
  TreatedVertebra treated(int number, Vertebra vertebra) {
    CementVolumeFact volume = cement.get(vertebra);
    List<DiagnosisFact> fracturesOfIt = fractures.getOrDefault(vertebra, List.of());
    SortedSet<SourceVersion> sources = structures.sources(vertebra);
    vertebra.procedures().forEach(procedure -> sources.add(procedure.source()));
    fracturesOfIt.forEach(fracture -> sources.add(fracture.source()));
    if (volume != null) {
      sources.add(volume.source());
    }
    return new TreatedVertebra(
        number,
        vertebra.level(),
        vertebra.approach(),
        volume == null ? null : Integer.valueOf(volume.microlitres()),
        !fracturesOfIt.isEmpty(),
        List.copyOf(sources));
  }

  private static Map<Vertebra, CementVolumeFact> cement(
      List<TreatedSession> sessions, List<CementVolumeFact> volumes, UnusedFacts unused) {
    Map<Vertebra, CementVolumeFact> taken = new HashMap<>();
    for (CementVolumeFact volume : volumes.stream().sorted(LATEST_FIRST).toList()) {
      List<Vertebra> candidates = new ArrayList<>();
      sessions.forEach(session -> candidates.addAll(session.vertebraeOf(volume.procedures())));
      Vertebra vertebra = Vertebra.pick(candidates, volume.level());
      if (vertebra == null) {
        unused.addNotAttributable(volume, volume.procedures());
      } else if (taken.putIfAbsent(vertebra, volume) != null) {
        unused.add(volume, UnusedReason.DUPLICATE);
      }
    }
    return taken;
  }

  private static Map<Vertebra, List<DiagnosisFact>> fractures(
      List<TreatedSession> sessions, List<DiagnosisFact> fractures, UnusedFacts unused) {
    Map<Vertebra, List<DiagnosisFact>> found = new HashMap<>();
    for (DiagnosisFact fracture : fractures) {
      boolean attributed = false;
      for (TreatedSession session : sessions) {
        if (isLater(fracture.onset(), session)) {
          continue;
        }
        for (VertebralLevel level : Set.copyOf(fracture.levels())) {
          Vertebra vertebra = named(session, level);
          if (vertebra != null) {
            found.computeIfAbsent(vertebra, v -> new ArrayList<>()).add(fracture);
            attributed = true;
          }
        }
      }
      if (!attributed) {
        unused.add(fracture, UnusedReason.NOT_ATTRIBUTABLE);
      }
    }
    return found;
  }

  private static boolean isLater(@Nullable ClinicalTime onset, TreatedSession session) {
    return onset != null && onset.date().isAfter(session.sitting().start().date());
  }

  /**
   * The vertebra with exactly this level: two statements about "a lumbar vertebra" speak of the
   * same one only where the session has no other, and about an unknown one never.
   */
  private static @Nullable Vertebra named(TreatedSession session, VertebralLevel level) {
    if (level == VertebralLevel.UNKNOWN || level == VertebralLevel.OTHER) {
      return null;
    }
    return Vertebra.pick(
        session.vertebrae().stream().filter(v -> v.level() == level).toList(), level);
  }
}
