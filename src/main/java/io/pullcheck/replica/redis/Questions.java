package io.pullcheck.replica.redis;

import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.pullcheck.metrics.StoreMetrics;
import io.pullcheck.metrics.StoreMetrics.Operation;
import io.pullcheck.metrics.StoreMetrics.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Puts questions to the store, each with a deadline, and none while it does not answer. Reading
/// and writing have a circuit breaker each: a full store can still be read. Safe for use by many
/// threads.
final class Questions implements AutoCloseable {

  // A store farther away than that is not worth asking.
  static final Duration PATIENCE = Duration.ofMillis(500);
  // Connections that have not answered for so long are made anew.
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final StoreLog log = new StoreLog();
  private final Breaker reading = new Breaker(System::nanoTime);
  private final Breaker writing = new Breaker(System::nanoTime);
  private final StoreMetrics observer;
  private final StoreLink link;
  private volatile long lastAnswer = System.nanoTime();
  // The last server that was written to was a replica.
  private volatile boolean readOnly;

  /// @param logins are read at each connection
  /// @param listener hears each message of the channel
  Questions(
      StoreAddress address,
      Supplier<StoreLogins> logins,
      String channel,
      Consumer<String> listener,
      StoreMetrics observer) {
    this.observer = observer;
    this.link =
        new StoreLink(address, logins, new StoreSession.News(channel, listener), this::opened, log);
  }

  private void opened() {
    lastAnswer = System.nanoTime();
    answered(Operation.READ);
    // Whether it is the right server this time, only a write can tell.
    if (!readOnly) {
      answered(Operation.PUBLISH);
    }
  }

  /// Whether there is a connection.
  boolean isConnected() {
    return link.commands().isPresent();
  }

  boolean isUp() {
    return isConnected() && log.isBack();
  }

  CompletableFuture<Void> tried() {
    return link.tried();
  }

  /// Connects when there is no connection, anew if the one that is there is silent.
  void tend() {
    boolean silent = System.nanoTime() - lastAnswer > SILENCE.toNanos();
    if (silent && reading.isOpen()) {
      link.drop("it does not answer");
    }
    if (reading.isOpen() || writing.isOpen()) {
      link.lookUp();
    }
    link.tend();
    log.settle();
  }

  /// Puts a question and waits for its answer; nothing if there is none in time.
  <T> Optional<T> ask(
      Operation operation,
      Duration within,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> question) {
    if (!within.isPositive()) {
      return Optional.empty();
    }
    Optional<CompletableFuture<T>> answer = send(operation, question);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(answer.get().get(within.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// Puts a question, unless the store has not answered of late. What comes of it counts, whoever
  /// still waits for it.
  <T> Optional<CompletableFuture<T>> send(
      Operation operation,
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> question) {
    Optional<RedisClusterAsyncCommands<String, String>> commands = link.commands();
    if (commands.isEmpty() || !breaker(operation).admits()) {
      return Optional.empty();
    }
    long began = System.nanoTime();
    CompletableFuture<T> answer;
    try {
      answer = question.apply(commands.get()).toCompletableFuture();
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return Optional.of(
        answer
            .copy()
            .orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete(
                (_, problem) ->
                    ended(operation, began, Optional.ofNullable(problem).map(StoreLog::root))));
  }

  private void ended(Operation operation, long began, Optional<Throwable> problem) {
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    if (problem.isEmpty()) {
      lastAnswer = System.nanoTime();
      observer.asked(operation, Outcome.OK, took);
      answered(operation);
      return;
    }
    boolean silent = problem.get() instanceof TimeoutException;
    observer.asked(operation, silent ? Outcome.TIMEOUT : Outcome.ERROR, took);
    String words =
        silent
            ? "it does not answer within " + PATIENCE.toMillis() + " ms"
            : StoreLog.words(problem.get());
    boolean replica = problem.get() instanceof RedisReadOnlyException;
    Breaker breaker = breaker(operation);
    if (replica ? breaker.refused() : breaker.failed()) {
      log.away(part(operation), words);
    }
    if (replica) {
      // The server has become a replica: whoever is asked for the address names another one now.
      readOnly = true;
      link.drop(words);
    }
  }

  private void answered(Operation operation) {
    if (operation != Operation.READ) {
      readOnly = false;
    }
    if (breaker(operation).succeeded()) {
      log.back(part(operation));
    }
  }

  private Breaker breaker(Operation operation) {
    return operation == Operation.READ ? reading : writing;
  }

  private static StoreLog.Part part(Operation operation) {
    return operation == Operation.READ ? StoreLog.Part.READING : StoreLog.Part.WRITING;
  }

  @Override
  public void close() {
    link.close();
  }
}
