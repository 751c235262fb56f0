package io.pullcheck.admission;

import io.pullcheck.verdict.Verdicts;
import io.pullcheck.workload.KindTable;
import io.pullcheck.workload.Workload;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers admission reviews: takes the bytes of an AdmissionReview and returns the bytes of its
/// answer, before the deadline. Safe for use by many threads.
public final class Reviewer {

  private static final Logger log = LoggerFactory.getLogger(Reviewer.class);

  private final ReviewParser parser;
  private final ImageFindings images;
  private final NamespaceModes modes;
  private final Evictions evictions;
  private final Optional<String> denyHint;
  private final AdmissionObserver observer;

  /// Looks at the built-in kinds, and says of every registry why it could not be asked.
  ///
  /// @param checkedImages says of an image as written whether `--ignored-images` and
  ///   `--allowed-images` let it be looked at
  /// @param modes the mode of a namespace; a review waits for it half of its time at most
  /// @param defaultRegistry `--default-registry`, to name the registry in a warning
  public Reviewer(
      Verdicts verdicts,
      Predicate<String> checkedImages,
      NamespaceModes modes,
      String defaultRegistry,
      AdmissionObserver observer,
      InstantSource clock) {
    this(
        new KindTable(List.of()),
        new ImageFindings(verdicts, checkedImages, defaultRegistry, _ -> true, clock),
        modes,
        Evictions.NONE,
        Optional.empty(),
        observer);
  }

  /// @param kinds that are looked at; objects of other kinds are admitted
  /// @param denyHint what the operator adds to each refusal
  public Reviewer(
      KindTable kinds,
      ImageFindings images,
      NamespaceModes modes,
      Evictions evictions,
      Optional<String> denyHint,
      AdmissionObserver observer) {
    this.parser = new ReviewParser(kinds);
    this.images = images;
    this.modes = modes;
    this.evictions = evictions;
    this.denyHint = denyHint;
    this.observer = observer;
  }

  /// Answers one review. Blocks while its images are checked.
  ///
  /// @param within the longest that the review may take; see [ReviewTimeout]
  public Answer answer(byte[] body, Duration within) {
    long began = System.nanoTime();
    return switch (parser.parse(body)) {
      case ReviewParser.Parsed.Malformed malformed -> new Answer.Malformed(malformed.reason());
      case ReviewParser.Parsed.Ok ok -> {
        Review review = ok.review();
        String answer = AnswerWriter.write(review.uid(), decide(review, within, began));
        observer.reviewed(
            review.word(),
            review.operation().name().toLowerCase(Locale.ROOT),
            Duration.ofNanos(System.nanoTime() - began));
        yield new Answer.Reviewed(answer);
      }
    };
  }

  private Decision decide(Review review, Duration within, long began) {
    return review
        .eviction()
        .map(asked -> Decision.of(asked, evictions.decide(asked, within, began)))
        .orElseGet(() -> decideOnImages(review, within, began));
  }

  // Images are looked at only once the mode is known: a namespace that is off must not cause
  // requests.
  private Decision decideOnImages(Review review, Duration within, long began) {
    List<Workload> found = review.workloads();
    List<Workload> workloads = found.stream().map(images::checked).toList();
    boolean pulls = workloads.stream().anyMatch(each -> !each.images().isEmpty());
    Mode mode = pulls ? mode(review.namespace(), within.dividedBy(2)) : Mode.OFF;
    if (mode == Mode.OFF) {
      return Decision.ADMIT;
    }
    ImageFindings.Found checks = images.of(workloads, within, began);
    if (!checks.whole()) {
      observer.deadlineExceeded();
    }
    List<Finding> findings = checks.findings();
    findings.forEach(finding -> observer.warned(finding.reason()));
    boolean mayRefuse = mode.refuses() && !review.leavesImagesAsTheyAre(found);
    Subject subject = review.subject(found.getFirst().id());
    Decision decision = Decision.of(subject, findings, mayRefuse, denyHint);
    decision.refusal().ifPresent(refusal -> denied(subject, refusal));
    return mode == Mode.UNKNOWN
        ? decision.warningFirst(WarningText.unknownMode(review.namespace()))
        : decision;
  }

  private void denied(Subject subject, Decision.Refusal refusal) {
    observer.denied(refusal.reason());
    log.atInfo()
        .addKeyValue("kind", subject.kind())
        .addKeyValue("namespace", subject.namespace())
        .addKeyValue("name", subject.name())
        .addKeyValue("reason", refusal.reason().word())
        .addKeyValue("message", refusal.message())
        .log("deny mode refused an object");
  }

  private Mode mode(String namespace, Duration within) {
    try {
      Optional<Mode> known = modes.of(namespace).get(within.toNanos(), TimeUnit.NANOSECONDS);
      if (known.isPresent()) {
        return known.get();
      }
    } catch (TimeoutException | ExecutionException e) {
      log.atDebug().addKeyValue("namespace", namespace).setCause(e).log("mode is not known");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    observer.modeUnknown();
    return Mode.WARN;
  }
}
