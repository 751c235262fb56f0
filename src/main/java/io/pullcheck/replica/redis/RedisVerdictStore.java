package io.pullcheck.replica.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.pullcheck.metrics.StoreMetrics;
import io.pullcheck.metrics.StoreMetrics.Operation;
import io.pullcheck.replica.FleetBudget;
import io.pullcheck.replica.FleetKey;
import io.pullcheck.replica.StoreKey;
import io.pullcheck.replica.StoredVerdict;
import io.pullcheck.replica.VerdictStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The store of a fleet in Redis or Valkey: see docs/fleet.md for what stands there. Safe for use
/// by many threads.
public final class RedisVerdictStore implements VerdictStore, FleetBudget, AutoCloseable {

  /// What it is set to.
  ///
  /// @param prefix of every key and of the channel
  /// @param kept for how long a verdict is kept after the check that found it
  public record Settings(StoreAddress address, String prefix, Duration kept) {}

  // The channel.
  private static final String NEWS = "news";
  // Every second, so that a fleet does not overrun a store that has just come back.
  private static final int LATE_AT_A_TIME = 200;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private final Settings settings;
  private final Supplier<FleetKey> key;
  private final InstantSource clock;
  private final StoreMetrics observer;
  private final Questions questions;
  private final Backlog backlog = new Backlog();
  // By the name of the claim; kept only while somebody waits.
  private final Cache<String, CompletableFuture<Void>> awaited =
      Caffeine.newBuilder().weakValues().build();

  /// Nothing is connected before [#tend].
  ///
  /// @param logins are read at each connection
  /// @param key is read at each question
  public RedisVerdictStore(
      Settings settings,
      Supplier<StoreLogins> logins,
      Supplier<FleetKey> key,
      InstantSource clock,
      StoreMetrics observer) {
    this.settings = settings;
    this.key = key;
    this.clock = clock;
    this.observer = observer;
    this.questions =
        new Questions(settings.address(), logins, settings.prefix() + NEWS, this::ended, observer);
  }

  /// Whether it is used now.
  public boolean isUp() {
    return questions.isUp();
  }

  /// Completes when the first attempt to connect has ended, well or not.
  public CompletableFuture<Void> tried() {
    return questions.tried();
  }

  /// Connects when there is no connection. To be called every second; does not block.
  public void tend() {
    questions.tend();
    // Not only when it is used: where only reading works, one of these tells when writing does
    // again.
    if (questions.isConnected()) {
      backlog.take(LATE_AT_A_TIME).forEach(late -> publish(late.key(), late.publication()));
    }
  }

  private void ended(String claim) {
    CompletableFuture<Void> waiting = awaited.getIfPresent(claim);
    if (waiting != null) {
      awaited.asMap().remove(claim, waiting);
      waiting.complete(null);
    }
  }

  @Override
  public Duration patience() {
    return Questions.PATIENCE;
  }

  @Override
  public Reading read(StoreKey name, Duration within) {
    Names names = new Names(settings.prefix(), name);
    return questions
        .<List<KeyValue<String, String>>>ask(
            Operation.READ, within, commands -> commands.mget(names.fleet(), names.cluster()))
        .<Reading>map(
            found ->
                known(
                    names, found.stream().map(each -> each.optional()).toList(), observer::refused))
        .orElseGet(Reading.Away::new);
  }

  private Reading.Known known(
      Names names, List<Optional<String>> values, Consumer<StoreMetrics.Refusal> refused) {
    return new Reading.Known(
        values.get(0).flatMap(value -> verdict(names.fleet(), value, refused)),
        values.get(1).flatMap(value -> verdict(names.cluster(), value, refused)));
  }

  private Optional<StoredVerdict> verdict(
      String name, String value, Consumer<StoreMetrics.Refusal> refused) {
    Optional<StoredVerdict> sealed = key.get().open(unprefixed(name), value);
    if (sealed.isEmpty()) {
      refused.accept(StoreMetrics.Refusal.SIGNATURE);
    } else if (sealed.get().found().isAhead(clock.instant())) {
      refused.accept(StoreMetrics.Refusal.FUTURE);
      return Optional.empty();
    }
    return sealed;
  }

  private String unprefixed(String name) {
    return name.substring(settings.prefix().length());
  }

  @Override
  public Claim claim(StoreKey name, Scope scope, Duration life, Duration within) {
    Names names = new Names(settings.prefix(), name);
    String claim = names.claim(scope);
    String token = UUID.randomUUID().toString();
    // Before the question, so that no news is missed.
    CompletableFuture<Void> ended = awaited.get(claim, _ -> new CompletableFuture<>());
    return questions
        .<List<@Nullable Object>>ask(
            Operation.CLAIM,
            within,
            commands ->
                commands.eval(
                    Scripts.CLAIM,
                    ScriptOutputType.MULTI,
                    new String[] {names.fleet(), names.cluster(), claim},
                    token,
                    Long.toString(life.toMillis())))
        .<Claim>map(
            answer ->
                Objects.equals(answer.getFirst(), 1L)
                    // What is refused has been counted by the look before.
                    ? new Claim.Held(scope, token, known(names, values(answer), _ -> {}))
                    : new Claim.Taken(ended))
        .orElseGet(Claim.Away::new);
  }

  private static List<Optional<String>> values(List<@Nullable Object> answer) {
    return answer.stream().skip(1).map(each -> Optional.ofNullable((String) each)).toList();
  }

  @Override
  public void publish(StoreKey name, Publication publication) {
    if (!publication.found() && publication.claim().isEmpty()) {
      return;
    }
    Names names = new Names(settings.prefix(), name);
    String claim = names.claim(publication.claim().map(Claim.Held::scope).orElse(Scope.FLEET));
    backlog.remove(name);
    Optional<CompletableFuture<Long>> published =
        questions.<Long>send(
            Operation.PUBLISH,
            commands ->
                commands.eval(
                    Scripts.PUBLISH,
                    ScriptOutputType.INTEGER,
                    new String[] {names.fleet(), names.cluster(), claim},
                    sealed(names.fleet(), publication.fleet()),
                    sealed(names.cluster(), publication.own()),
                    publication.found() ? "1" : "0",
                    Long.toString(settings.kept().toMillis()),
                    publication.claim().map(Claim.Held::token).orElse(""),
                    settings.prefix() + NEWS,
                    claim,
                    publication.isLate() ? "1" : "0"));
    var _ =
        published
            .orElseGet(() -> CompletableFuture.failedFuture(new TimeoutException()))
            .exceptionally(
                _ -> {
                  backlog.add(name, publication);
                  return 0L;
                });
  }

  private String sealed(String name, Optional<StoredVerdict> verdict) {
    return verdict.map(each -> key.get().seal(unprefixed(name), each)).orElse("");
  }

  @Override
  public Optional<Duration> turn(String account, double perSecond, Duration longest) {
    return questions
        .<Long>ask(
            Operation.BUDGET,
            Questions.PATIENCE,
            commands -> turn(commands, account, perSecond, longest, Duration.ZERO))
        .map(Duration::ofMillis);
  }

  @Override
  public void spend(String account, double perSecond) {
    var _ =
        questions.send(
            Operation.BUDGET,
            commands -> turn(commands, account, perSecond, Duration.ofDays(1), Duration.ZERO));
  }

  @Override
  public void pause(String account, double perSecond, Duration time) {
    Duration pause = time.compareTo(LONGEST_PAUSE) < 0 ? time : LONGEST_PAUSE;
    var _ =
        questions.send(
            Operation.BUDGET, commands -> turn(commands, account, perSecond, Duration.ZERO, pause));
  }

  private CompletionStage<Long> turn(
      RedisClusterAsyncCommands<String, String> commands,
      String account,
      double perSecond,
      Duration longest,
      Duration pause) {
    return commands.eval(
        Scripts.TURN,
        ScriptOutputType.INTEGER,
        new String[] {settings.prefix() + "budget:" + account},
        Double.toString(perSecond),
        Double.toString(Math.max(1, perSecond / 5)),
        Long.toString(longest.toMillis()),
        Long.toString(pause.toMillis()));
  }

  @Override
  public void close() {
    questions.close();
  }
}
