package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
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
      throw refusal(e, place(e.entry()));
    }
  }

  private List<BundleResponse.Result> batch(List<BundleRequest.Entry> entries) {
    List<BundleResponse.Result> results = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      results.add(batchEntry(entries.get(i), place(i)));
    }
    return results;
  }

  /** One entry fails alone, whatever the cause: the others are stored already or will be. */
  private BundleResponse.Result batchEntry(BundleRequest.Entry entry, String place) {
    FhirRequestException refusal = entry.refusal();
    Write write = entry.write();
    if (refusal != null) {
      return new BundleResponse.Refused(refusal);
    }
    if (write == null) {
      throw new IllegalStateException("an entry is a write or refused");
    }
    try {
      return new BundleResponse.Done(write(write, place));
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

  private static String place(int entry) {
    return "Bundle.entry[" + entry + "].resource";
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
