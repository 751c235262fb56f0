package io.pullcheck.registry.auth;

import io.pullcheck.model.Reason;
import io.pullcheck.registry.Classification;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The tokens that were earned, each until shortly before it ends; whoever asks for one that is
/// being fetched waits for it.
public final class Tokens {

  private static final int MOST = 10_000;

  private final TokenServer server;
  private final InstantSource clock;
  private final Map<TokenRequest, CompletableFuture<Fetched>> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<TokenRequest, CompletableFuture<Fetched>> eldest) {
          return size() > MOST;
        }
      };

  /// @param renewal from when on the token is no longer given out
  record Fetched(TokenResult result, Instant renewal) {}

  public Tokens(TokenServer server, InstantSource clock) {
    this.server = server;
    this.clock = clock;
  }

  /// A token that is still good for a while.
  TokenResult get(TokenRequest request, Deadline deadline) {
    CompletableFuture<Fetched> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Fetched>> shared = claim(request, mine);
    if (shared.isPresent()) {
      boolean kept = shared.get().isDone();
      TokenResult result = await(shared.get(), deadline);
      return kept && result instanceof TokenResult.Token token ? token.kept() : result;
    }
    try {
      Fetched fetched = server.fetch(request, deadline);
      mine.complete(fetched);
      return fetched.result();
    } finally {
      // Only if it failed unexpectedly: nobody may wait for ever.
      mine.completeExceptionally(new IllegalStateException("the token could not be fetched"));
    }
  }

  /// Nothing: it is the caller who fetches.
  private synchronized Optional<CompletableFuture<Fetched>> claim(
      TokenRequest request, CompletableFuture<Fetched> mine) {
    CompletableFuture<Fetched> current = known.get(request);
    if (current != null && isGood(current)) {
      return Optional.of(current);
    }
    known.put(request, mine);
    return Optional.empty();
  }

  private boolean isGood(CompletableFuture<Fetched> fetched) {
    if (!fetched.isDone()) {
      return true;
    }
    return !fetched.isCompletedExceptionally()
        && fetched.join().result() instanceof TokenResult.Token
        && clock.instant().isBefore(fetched.join().renewal());
  }

  private static TokenResult await(CompletableFuture<Fetched> shared, Deadline deadline) {
    try {
      return shared.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS).result();
    } catch (TimeoutException | ExecutionException e) {
      return timeout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timeout();
    }
  }

  private static TokenResult timeout() {
    return new TokenResult.None(
        Classification.failure(new Reply.Failure(Reason.TIMEOUT, "waiting for a token")));
  }

  /// The registry does not take the token any more.
  public synchronized void drop(TokenRequest request) {
    known.remove(request);
  }

  /// When to stop giving out a token: after nine tenths of its life.
  static Instant renewal(Instant fetched, Duration life) {
    return fetched.plus(life.multipliedBy(9).dividedBy(10));
  }
}
