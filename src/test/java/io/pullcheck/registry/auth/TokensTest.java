package io.pullcheck.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pullcheck.config.HeapShares;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.BodyBudget;
import io.pullcheck.registry.http.Deadline;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reach;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.http.Reply;
import io.pullcheck.registry.http.Requests;
import io.pullcheck.registry.http.Sender;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TokensTest {

  private static final int MOST = 100_000;

  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile int status = 200;
  private volatile String token = "t";
  private HttpServer server;
  private Requests requests;
  private Tokens tokens;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    requests =
        new Requests(
            new RegistryAccess(
                new AddressRules(true, false, Set.of()),
                Map.of(),
                List.of(),
                "test",
                Thread::startVirtualThread),
            SystemDefaultDnsResolver.INSTANCE,
            () -> TestingHosts.settings(),
            RegistryObserver.NONE,
            new BodyBudget(new HeapShares(100_000_000)));
    tokens = new Tokens(now::get, MOST);
  }

  @AfterEach
  void stop() {
    requests.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = asked.incrementAndGet();
    begun.countDown();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    byte[] body =
        "{\"token\":\"%s%d\",\"expires_in\":100}"
            .formatted(token, number)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void aTokenIsCachedForNineTenthsOfItsLife() {
    assertThat(token("a")).isEqualTo(new TokenResult.Token("t1", Duration.ofSeconds(90), true));
    pass(Duration.ofSeconds(89));
    assertThat(token("a")).isEqualTo(new TokenResult.Token("t1", Duration.ofSeconds(90), false));
    pass(Duration.ofSeconds(1));
    assertThat(token("a")).isEqualTo(new TokenResult.Token("t2", Duration.ofSeconds(90), true));
  }

  @Test
  void tokensTakeNoMoreMemoryThanTheyMay() {
    token = "t".repeat(8_000);
    for (int i = 0; i < 100; i++) {
      TokenResult _ = token("scope " + i);
    }
    int before = asked.get();
    for (int i = 0; i < 100; i++) {
      TokenResult _ = token("scope " + i);
    }

    assertThat(asked.get() - before).isBetween(100 - MOST / 8_000, 100);
  }

  @Test
  void aTokenThatIsTooLongIsNone() {
    token = "t".repeat(8 * 1024 - 1);
    assertThat(token("a")).isInstanceOf(TokenResult.Token.class);
    token = "t".repeat(8 * 1024);
    assertThat(token("b")).isInstanceOf(TokenResult.None.class);
  }

  @Test
  void eachScopeHasItsOwnToken() {
    TokenResult _ = token("a");
    TokenResult _ = token("b");

    assertThat(asked).hasValue(2);
  }

  @Test
  void aFailureIsNotCached() {
    status = 500;
    assertThat(token("a"))
        .isInstanceOfSatisfying(
            TokenResult.None.class,
            none ->
                assertThat(none.reply())
                    .isInstanceOfSatisfying(
                        Reply.Response.class,
                        response -> assertThat(response.status()).isEqualTo(500)));

    status = 200;
    assertThat(token("a")).isEqualTo(new TokenResult.Token("t2", Duration.ofSeconds(90), true));
  }

  @Test
  void aTokenThatWasRefusedIsRequestedAnew() {
    TokenResult _ = token("a");
    tokens.drop(Authorization.bearer(request("a"), "t1", true));

    assertThat(token("a")).isEqualTo(new TokenResult.Token("t2", Duration.ofSeconds(90), true));
    tokens.drop(Authorization.NONE);
    TokenResult _ = token("a");
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoeverNeedsATokenThatIsBeingRequestedWaitsUntilItsOwnDeadline() throws Exception {
    held = new CountDownLatch(1);
    CompletableFuture<TokenResult> first = CompletableFuture.supplyAsync(() -> token("a"));
    begun.await();

    assertThat(get(request("a"), Deadline.in(Duration.ofMillis(20))))
        .isEqualTo(new TokenResult.None(new Reply.Failure(Reason.TIMEOUT, "waiting for a token")));
    CompletableFuture<TokenResult> second = CompletableFuture.supplyAsync(() -> token("a"));

    held.countDown();
    assertThat(first.get()).isInstanceOf(TokenResult.Token.class);
    assertThat(second.get()).isInstanceOf(TokenResult.Token.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void oneRequestDoesNotHoldAnotherUp() throws Exception {
    held = new CountDownLatch(1);
    CompletableFuture<TokenResult> first = CompletableFuture.supplyAsync(() -> token("a"));
    begun.await();

    assertThat(get(request("b"), Deadline.in(Duration.ofMillis(20))))
        .isInstanceOfSatisfying(
            TokenResult.None.class,
            none ->
                assertThat(none.reply())
                    .isInstanceOfSatisfying(
                        Reply.Failure.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT)));
    held.countDown();
    assertThat(first.get()).isInstanceOf(TokenResult.Token.class);
  }

  private TokenResult token(String scope) {
    return get(request(scope), Deadline.in(LONG));
  }

  private TokenResult get(TokenRequest request, Deadline deadline) {
    Sender sender =
        new Sender() {
          @Override
          public <T> T send(HttpCall call, Function<Reply, T> use) {
            try (BodyBudget.Share share = requests.share()) {
              return use.apply(requests.send(call, "reg.io", deadline, share));
            }
          }
        };
    return tokens.get(request, deadline, sender);
  }

  private TokenRequest request(String scope) {
    URI realm = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
    return new TokenRequest(
        "reg.io", realm, Reach.ANYWHERE, Optional.empty(), List.of(scope), Optional.empty());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
