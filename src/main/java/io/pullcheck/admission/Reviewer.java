package io.pullcheck.admission;

import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import io.pullcheck.verdict.Verdicts;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.PodTemplate;
import io.pullcheck.workload.WorkloadKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Answers admission reviews: bytes in, bytes out, always in time.
public final class Reviewer {

  private final Verdicts verdicts;
  private final Predicate<String> checkedImages;
  private final NamespaceModes modes;
  private final String defaultRegistry;
  private final AdmissionObserver observer;
  private final InstantSource clock;

  /// @param checkedImages says of an image as written whether `--ignored-images` and
  ///   `--allowed-images` let it be looked at
  /// @param defaultRegistry `--default-registry`, to name the registry in a warning
  public Reviewer(
      Verdicts verdicts,
      Predicate<String> checkedImages,
      NamespaceModes modes,
      String defaultRegistry,
      AdmissionObserver observer,
      InstantSource clock) {
    this.verdicts = verdicts;
    this.checkedImages = checkedImages;
    this.modes = modes;
    this.defaultRegistry = defaultRegistry;
    this.observer = observer;
    this.clock = clock;
  }

  /// Answers one review. Blocks while its images are checked.
  ///
  /// @param within the longest that checks may take; see [ReviewTimeout]
  public Answer answer(byte[] body, Duration within) {
    long began = System.nanoTime();
    return switch (ReviewParser.parse(body)) {
      case ReviewParser.Parsed.Malformed malformed -> new Answer.Malformed(malformed.reason());
      case ReviewParser.Parsed.Ok ok -> {
        Review review = ok.review();
        String answer = AnswerWriter.write(review.uid(), decide(review, within));
        observer.reviewed(
            review.kind().map(WorkloadKind::word).orElse("other"),
            review.operation().name().toLowerCase(Locale.ROOT),
            Duration.ofNanos(System.nanoTime() - began));
        yield new Answer.Reviewed(answer);
      }
    };
  }

  private Decision decide(Review review, Duration within) {
    Optional<PodTemplate> template = review.template();
    if (template.isEmpty()) {
      return Decision.ADMIT;
    }
    List<ContainerImage> images =
        distinct(template.get().images(review.kind().orElseThrow().podSpecPath()));
    Mode mode = images.isEmpty() ? Mode.OFF : modes.mode(review.namespace());
    if (mode == Mode.OFF) {
      return Decision.ADMIT;
    }
    List<Finding> findings = check(images, template.get(), review.namespace(), within);
    findings.forEach(finding -> observer.warned(finding.reason()));
    return Decision.of(
        findings, mode == Mode.DENY && !review.leavesImagesAsTheyAre(), review.namespace());
  }

  private List<Finding> check(
      List<ContainerImage> images, PodTemplate template, String namespace, Duration within) {
    PullSecrets secrets =
        new PullSecrets(namespace, template.pullSecrets(), template.serviceAccount());
    ImageChecks checks =
        ImageChecks.begin(
            images, image -> new Pull(image.image(), secrets, template.platforms()), verdicts);
    if (!checks.await(within)) {
      observer.deadlineExceeded();
    }
    return checks.findings(new Judgement(defaultRegistry, within, clock.instant()));
  }

  private List<ContainerImage> distinct(List<ContainerImage> images) {
    Set<String> seen = new HashSet<>();
    return images.stream()
        .filter(image -> seen.add(image.image()))
        .filter(image -> checkedImages.test(image.image()))
        .toList();
  }
}
