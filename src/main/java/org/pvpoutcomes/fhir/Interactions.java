package org.pvpoutcomes.fhir;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pvpoutcomes.ingest.IngestService;
import org.pvpoutcomes.ingest.Repetition;
import org.pvpoutcomes.ingest.Write;
import org.pvpoutcomes.ingest.WriteRefusedException;
import org.pvpoutcomes.ingest.WriteRefusedException.Reason;
import org.pvpoutcomes.ingest.Written;

/**
 * Carries out what was understood: single requests, and the entries of transactions and batches.
 */
@ApplicationScoped
class Interactions {

  private static final long MOST_CHARACTERS = 64L << 20;

  private final IngestService ingest;
  private final Reads reads;
  private final Histories histories;
  private final Searches searches;
  private final Operations operations;
  private final Capabilities capabilities;

  Interactions(
      IngestService ingest,
      Reads reads,
      Histories histories,
      Searches searches,
      Operations operations,
      Capabilities capabilities) {
    this.ingest = ingest;
    this.reads = reads;
    this.histories = histories;
    this.searches = searches;
    this.operations = operations;
    this.capabilities = capabilities;
  }

  /**
   * One request on its own.
   *
   * @throws FhirRequestException if it is refused
   */
  FhirAnswer carryOut(Planned planned) {
    Write write = planned.write();
    return write == null ? read(planned) : write(planned, write);
  }

  /** Each entry on its own, in FHIR's order of processing; one that fails does so alone. */
  List<FhirAnswer> batch(List<BundleRequest.Entry> entries) {
    FhirAnswer[] answers = new FhirAnswer[entries.size()];
    Answered read = new Answered();
    IntStream.range(0, answers.length)
        .boxed()
        .sorted(Comparator.comparing(i -> order(entries.get(i))))
        .forEach(
            i ->
                answers[i] =
                    read.isFull()
                        ? FhirAnswer.of(tooMuch())
                        : read.add(batchEntry(entries.get(i))));
    return Arrays.asList(answers);
  }

  /**
   * All entries or none: the writes first, and then what is read, which sees them (FHIR R4
   * http.html#trules).
   *
   * @throws FhirRequestException if any is refused
   */
  List<FhirAnswer> transaction(List<BundleRequest.Entry> entries) {
    List<Planned> all = entries.stream().map(Interactions::understood).toList();
    List<Planned> writing = all.stream().filter(planned -> planned.write() != null).toList();
    List<Write> writes =
        writing.stream().map(planned -> Objects.requireNonNull(planned.write())).toList();
    try {
      return Repetition.of(() -> answers(all, writes));
    } catch (WriteRefusedException e) {
      throw refusal(e, writing.get(e.entry()).request());
    }
  }

  private List<FhirAnswer> answers(List<Planned> all, List<Write> writes) {
    Iterator<Written> written =
        (writes.isEmpty() ? List.<Written>of() : ingest.transaction(writes)).iterator();
    List<FhirAnswer> answers = new ArrayList<>(all.size());
    Answered read = new Answered();
    for (Planned planned : all) {
      if (planned.write() != null) {
        answers.add(FhirAnswer.of(written.next(), planned));
      } else if (read.isFull()) {
        throw tooMuch();
      } else {
        answers.add(read.add(read(planned)));
      }
    }
    return answers;
  }

  /** How much the answers of a Bundle hold already: all of them are in memory at once. */
  private static final class Answered {
    private long characters;

    FhirAnswer add(FhirAnswer answer) {
      String json = answer.json();
      characters += json == null ? 0 : json.length();
      return answer;
    }

    boolean isFull() {
      return characters > MOST_CHARACTERS;
    }
  }

  private static FhirRequestException tooMuch() {
    return new FhirRequestException(
        FailureKind.TOO_LARGE,
        "The answer would hold more than "
            + MOST_CHARACTERS
            + " characters; read in several Bundles.");
  }

  private static Planned understood(BundleRequest.Entry entry) {
    Planned planned = entry.planned();
    if (planned == null) {
      throw new IllegalStateException("A transaction with a refused entry is refused");
    }
    return planned;
  }

  /** Its place in the order of processing; a refused entry has any. */
  private static HttpMethod order(BundleRequest.Entry entry) {
    Planned planned = entry.planned();
    if (planned == null) {
      return HttpMethod.DELETE;
    }
    HttpMethod method = planned.request().method();
    return method == HttpMethod.PATCH ? HttpMethod.PUT : method;
  }

  private FhirAnswer batchEntry(BundleRequest.Entry entry) {
    FhirRequestException refusal = entry.refusal();
    if (refusal != null) {
      return FhirAnswer.of(refusal);
    }
    try {
      return carryOut(understood(entry));
    } catch (FhirRequestException e) {
      return FhirAnswer.of(e);
    } catch (RuntimeException e) {
      return FhirAnswer.of(UnexpectedFailures.logged(e));
    }
  }

  private FhirAnswer write(Planned planned, Write write) {
    try {
      return FhirAnswer.of(ingest.transaction(List.of(write)).getFirst(), planned);
    } catch (WriteRefusedException e) {
      throw refusal(e, planned.request());
    }
  }

  private FhirAnswer read(Planned planned) {
    try {
      return read(planned.request(), planned.route());
    } catch (FhirRequestException e) {
      throw e.at(planned.request().urlPlace());
    }
  }

  private FhirAnswer read(FhirRequest request, Route route) {
    switch (route.interaction()) {
      case READ, VREAD -> Unsupported.refuseIfStrict(request, Set.of());
      case CAPABILITIES -> Unsupported.refuseIfStrict(request, Set.of("mode"));
      default -> {
        // Searches, histories and operations read their own.
      }
    }
    FhirAnswer answer =
        switch (route.interaction()) {
          case READ -> reads.read(request, route);
          case VREAD -> reads.readVersion(request, route);
          case HISTORY_INSTANCE, HISTORY_TYPE, HISTORY_SYSTEM -> histories.answer(request, route);
          case SEARCH_TYPE -> searches.answer(request, route);
          case OPERATION -> operations.answer(request, route);
          case CAPABILITIES -> FhirAnswer.of(capabilities.json());
          case CREATE, UPDATE, PATCH, DELETE, BUNDLE ->
              throw new IllegalStateException("This is a write");
        };
    boolean inBundle = request.place() != null;
    return inBundle && request.method() == HttpMethod.HEAD
        ? new FhirAnswer(answer.status(), answer.version(), false, null, false)
        : answer;
  }

  private static FhirRequestException refusal(WriteRefusedException e, FhirRequest request) {
    return new FhirRequestException(
        FailureKind.of(e.reason()),
        e.reason() == Reason.VERSION_CONFLICT && request.place() != null
            ? request.place() + ".request." + request.preconditions().elementForWrite()
            : OperationOutcomes.rebased(e.expression(), place(request)),
        e.getMessage());
  }

  /** The place that a fault is relative to; a delete has nothing but its URL. */
  private static @Nullable String place(FhirRequest request) {
    return request.method() == HttpMethod.DELETE ? request.urlPlace() : request.resourcePlace();
  }
}
