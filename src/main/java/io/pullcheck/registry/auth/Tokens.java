package io.pullcheck.registry.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Sender;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The tokens that token servers gave, each cached for nine tenths of its life. One token is
/// requested once at a time: whoever needs it meanwhile waits for it until its own deadline. Safe
/// for several threads.
public final class Tokens {

  private final AsyncCache<TokenRequest, TokenResult> cache;

  /// @param ticker the time by which tokens expire, in nanoseconds
  /// @param bytes what all tokens may take together
  public Tokens(Ticker ticker, long bytes) {
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<TokenRequest, TokenResult>weigher(
                (request, result) -> request.weight() + result.weight())
            .expireAfter(Expiry.<TokenRequest, TokenResult>creating((_, result) -> result.life()))
            .ticker(ticker)
            .executor(Runnable::run)
            .buildAsync();
  }

  /// @param deadline for waiting while somebody else requests the token
  TokenResult get(TokenRequest request, Deadline deadline, Sender sender) {
    CompletableFuture<TokenResult> mine = new CompletableFuture<>();
    @Nullable CompletableFuture<TokenResult> cached = cache.asMap().putIfAbsent(request, mine);
    if (cached != null) {
      boolean earlier = cached.isDone();
      TokenResult result = await(cached, deadline);
      return earlier && result instanceof TokenResult.Token token ? token.cached() : result;
    }
    try {
      TokenResult result = TokenServer.fetch(request, sender);
      mine.complete(result);
      return result;
    } finally {
      // Without effect unless the request threw: then nobody may wait for ever.
      mine.completeExceptionally(new IllegalStateException("the token could not be requested"));
    }
  }

  private static TokenResult await(CompletableFuture<TokenResult> result, Deadline deadline) {
    try {
      return result.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return timeout();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timeout();
    }
  }

  private static TokenResult timeout() {
    return new TokenResult.None(new Reply.Failure(Reason.TIMEOUT, "waiting for a token"));
  }

  /// Forgets the token by which a request was authorized, if it was by one: the registry refused
  /// it.
  public void drop(Authorization authorization) {
    authorization.token().ifPresent(cache.synchronous()::invalidate);
  }
}
