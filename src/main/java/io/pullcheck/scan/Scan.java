package io.pullcheck.scan;

import io.pullcheck.model.CheckedVerdict;
import io.pullcheck.model.Pull;
import io.pullcheck.model.Reason;
import io.pullcheck.rescue.Rescues;
import io.pullcheck.scan.report.Findings;
import io.pullcheck.scan.report.Result;
import io.pullcheck.scan.source.NamedPull;
import io.pullcheck.scan.source.Problem;
import io.pullcheck.scan.source.Source;
import io.pullcheck.verdict.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/// Checks each pull once, all at the same time; the gate of each registry host limits how many
/// requests are sent. Any thread may ask how far it is, and what it has found so far.
public final class Scan {

  private final Map<Pull, List<Source>> pulls = new LinkedHashMap<>();
  private final List<Problem> problems;
  private final Patience patience;
  private final Rescues rescues;
  private final Map<Pull, CheckedVerdict> verdicts = new ConcurrentHashMap<>();
  private final CountDownLatch left;

  /// What decides about how the pulls are checked.
  ///
  /// @param rescues which registry is asked about an image, and how one that is gone can be had
  ///   back
  /// @param timeout how long a registry that limits or fails is waited for after its last answer
  public record Settings(Verdicts verdicts, Rescues rescues, Duration timeout) {}

  /// @param problems what of the input could not be read
  public Scan(List<NamedPull> named, List<Problem> problems, Settings settings) {
    for (NamedPull each : named) {
      List<Source> sources = pulls.computeIfAbsent(each.pull(), _ -> new ArrayList<>());
      each.source().ifPresent(sources::add);
    }
    this.problems = List.copyOf(problems);
    this.rescues = settings.rescues;
    this.patience =
        new Patience(settings.verdicts, pull -> rescues.registry(pull.image()), settings.timeout);
    this.left = new CountDownLatch(pulls.size());
  }

  /// Checks all of them, and waits for that.
  ///
  /// @param executor runs each check, which blocks, in a thread of its own
  public Findings run(Executor executor) throws InterruptedException {
    pulls.keySet().forEach(pull -> executor.execute(() -> check(pull)));
    left.await();
    return findings();
  }

  private void check(Pull pull) {
    try {
      verdicts.put(pull, patience.verdict(pull));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.countDown();
    }
  }

  /// How far a scan is.
  ///
  /// @param left the pulls that are not done, by the host that is asked
  public record Progress(int done, int all, Map<String, Integer> left) {}

  public Progress progress() {
    Map<String, Integer> waiting = new LinkedHashMap<>();
    for (Pull pull : pulls.keySet()) {
      if (!verdicts.containsKey(pull)) {
        waiting.merge(rescues.registry(pull.image()), 1, Integer::sum);
      }
    }
    return new Progress(verdicts.size(), pulls.size(), waiting);
  }

  /// Places that name the same image and got the same answer.
  private record Key(String image, String state, Optional<Reason> reason) {}

  /// What is known by now.
  public Findings findings() {
    Map<Key, Result> results = new LinkedHashMap<>();
    pulls.forEach(
        (pull, sources) -> {
          Result result = result(pull, sources);
          results.merge(
              new Key(result.image(), result.state(), result.reason()), result, Scan::merged);
        });
    return new Findings(List.copyOf(results.values()), problems);
  }

  private Result result(Pull pull, List<Source> sources) {
    Optional<CheckedVerdict> checked = Optional.ofNullable(verdicts.get(pull));
    return new Result(
        pull.image(),
        Optional.of(rescues.registry(pull.image())).filter(host -> !host.isEmpty()),
        checked,
        checked.map(each -> rescues.of(pull.image(), each.verdict())).orElse(List.of()),
        sources);
  }

  private static Result merged(Result first, Result other) {
    List<Source> sources = new ArrayList<>(first.sources());
    sources.addAll(other.sources());
    return new Result(first.image(), first.registry(), first.checked(), first.rescues(), sources);
  }
}
