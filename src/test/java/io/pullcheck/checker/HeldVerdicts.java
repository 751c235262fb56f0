package io.pullcheck.checker;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Verdicts that come when the test says so.
final class HeldVerdicts implements Verdicts {

  record Asked(
      Pull pull, Freshness freshness, Urgency urgency, CompletableFuture<CheckedVerdict> answer) {}

  /// What was asked and is not answered.
  final List<Asked> asked = new ArrayList<>();

  private final InstantSource clock;
  private String broken = "";

  HeldVerdicts(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public CompletableFuture<CheckedVerdict> verdict(
      Pull pull, Freshness freshness, Urgency urgency) {
    if (pull.image().equals(broken)) {
      broken = "";
      throw new IllegalStateException("unexpected");
    }
    Asked one = new Asked(pull, freshness, urgency, new CompletableFuture<>());
    asked.add(one);
    return one.answer;
  }

  @Override
  public Optional<CheckedVerdict> last(Pull pull) {
    return Optional.empty();
  }

  /// Throws once, when it is asked about that image.
  void breaksAt(String image) {
    broken = image;
  }

  /// Answers the one asked first.
  void answer(Verdict verdict) {
    asked.removeFirst().answer().complete(new CheckedVerdict(verdict, clock.instant()));
  }

  /// Answers the one asked about that image.
  void answer(String image, Verdict verdict) {
    int index = images().indexOf(image);
    asked.remove(index).answer().complete(new CheckedVerdict(verdict, clock.instant()));
  }

  List<String> images() {
    return asked.stream().map(each -> each.pull().image()).toList();
  }
}
