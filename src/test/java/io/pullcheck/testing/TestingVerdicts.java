package io.pullcheck.testing;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.verdict.Freshness;
import io.pullcheck.verdict.Verdicts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Verdicts by image, as a test set them; an image that was not set is available.
public class TestingVerdicts implements Verdicts {

  private final Map<String, CompletableFuture<CheckedVerdict>> verdicts = new ConcurrentHashMap<>();
  private final Map<String, CheckedVerdict> last = new ConcurrentHashMap<>();
  private final List<Pull> asked = new CopyOnWriteArrayList<>();
  private final Instant now;

  public TestingVerdicts(Instant now) {
    this.now = now;
  }

  public TestingVerdicts set(String image, Verdict verdict) {
    verdicts.put(image, CompletableFuture.completedFuture(new CheckedVerdict(verdict, now)));
    return this;
  }

  public TestingVerdicts set(String image, Reason reason) {
    return set(image, Verdict.Unavailable.of(reason));
  }

  /// Its check never ends.
  public TestingVerdicts hang(String image) {
    verdicts.put(image, new CompletableFuture<>());
    return this;
  }

  /// What was found out before.
  public TestingVerdicts last(String image, Verdict verdict, Instant at) {
    last.put(image, new CheckedVerdict(verdict, at));
    return this;
  }

  /// Is called before each answer: a test may set it here.
  protected void prepare(Pull pull) {}

  /// What was asked for, in order.
  public List<Pull> asked() {
    return List.copyOf(asked);
  }

  @Override
  public CompletableFuture<CheckedVerdict> verdict(
      Pull pull, Freshness freshness, Urgency urgency) {
    asked.add(pull);
    prepare(pull);
    return verdicts.getOrDefault(
        pull.image(),
        CompletableFuture.completedFuture(
            new CheckedVerdict(new Verdict.Available(Optional.empty()), now)));
  }

  @Override
  public Optional<CheckedVerdict> last(Pull pull) {
    return Optional.ofNullable(last.get(pull.image()));
  }
}
