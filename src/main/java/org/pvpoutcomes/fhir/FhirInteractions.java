package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.IngestService;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.ingest.WriteRefusedException;
import org.pvpoutcomes.ingest.Written;

/** Carries out what was read: single writes, transactions, batches. */
@ApplicationScoped
class FhirInteractions {

  private final IngestService ingest;

  FhirInteractions(IngestService ingest) {
    this.ingest = ingest;
  }

  /**
   * One write on its own.
   *
   * @throws FhirRequestException if it is refused
   */
  Written write(Write write) {
    return write(write, null);
  }

  /**
   * Everything a Bundle asks for.
   *
   * @return one result per entry, in order
   * @throws FhirRequestException if a transaction is refused; a batch never is
   */
  List<BundleResponse.Result> carryOut(BundleRequest bundle) {
    return switch (bundle.kind()) {
      case TRANSACTION -> transaction(bundle.entries());
      case BATCH -> batch(bundle.entries());
    };
  }

  private List<BundleResponse.Result> transaction(List<BundleRequest.Entry> entries) {
    List<Write> writes = new ArrayList<>(entries.size());
    for (BundleRequest.Entry entry : entries) {
      Write write = entry.write();
      if (write != null) {
        writes.add(write);
      }
    }
    if (writes.isEmpty()) {
      return List.of();
    }
    try {
      List<BundleResponse.Result> results = new ArrayList<>(writes.size());
      for (Written written : ingest.transaction(writes)) {
        results.add(new BundleResponse.Done(written));
      }
      return results;
    } catch (WriteRefusedException e) {
      throw refusal(e, place(e.entry(), writes.get(e.entry())));
    }
  }

  private List<BundleResponse.Result> batch(List<BundleRequest.Entry> entries) {
    BundleResponse.Result[] results = new BundleResponse.Result[entries.size()];
    IntStream.range(0, results.length)
        .boxed()
        .sorted(Comparator.comparing(i -> kind(entries.get(i))))
        .forEach(i -> results[i] = batchEntry(i, entries.get(i)));
    return List.of(results);
  }

  /** Its place in the order of processing; a refused entry has any. */
  private static Write.Kind kind(BundleRequest.Entry entry) {
    Write write = entry.write();
    return write == null ? Write.Kind.DELETE : write.kind();
  }

  /** One entry fails alone, whatever the cause: the others are stored already or will be. */
  private BundleResponse.Result batchEntry(int index, BundleRequest.Entry entry) {
    FhirRequestException refusal = entry.refusal();
    Write write = entry.write();
    if (refusal != null) {
      return new BundleResponse.Refused(refusal);
    }
    if (write == null) {
      throw new IllegalStateException("an entry is a write or refused");
    }
    try {
      return new BundleResponse.Done(write(write, place(index, write)));
    } catch (FhirRequestException e) {
      return new BundleResponse.Refused(e);
    } catch (RuntimeException e) {
      return new BundleResponse.Refused(UnexpectedFailures.logged(e));
    }
  }

  private Written write(Write write, @Nullable String place) {
    try {
      return ingest.transaction(List.of(write)).getFirst();
    } catch (WriteRefusedException e) {
      throw refusal(e, place);
    }
  }

  /** The place of an entry that its faults are relative to; a delete has nothing but its URL. */
  private static String place(int entry, Write write) {
    return "Bundle.entry["
        + entry
        + (write.kind() == Write.Kind.DELETE ? "].request.url" : "].resource");
  }

  private static FhirRequestException refusal(WriteRefusedException e, @Nullable String place) {
    FailureKind kind =
        switch (e.reason()) {
          case MULTIPLE_MATCHES -> FailureKind.MULTIPLE_MATCHES;
          case UNRESOLVED_REFERENCE -> FailureKind.UNRESOLVED_REFERENCE;
          case DUPLICATE_ENTRY -> FailureKind.DUPLICATE_ENTRY;
          case CONDITION_NOT_MET -> FailureKind.CONDITION;
          case ID_MISMATCH -> FailureKind.ID_MISMATCH;
          case UNPROCESSABLE -> FailureKind.UNPROCESSABLE;
        };
    return new FhirRequestException(
        kind, OperationOutcomes.rebased(e.expression(), place), e.getMessage());
  }
}
