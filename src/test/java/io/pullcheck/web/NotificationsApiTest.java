package io.pullcheck.web;

import static io.pullcheck.testing.TestingWorkloads.pull;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.pullcheck.metrics.InventoryMetrics;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Pull;
import io.pullcheck.notification.Notifications;
import io.pullcheck.verdict.Inventory;
import io.pullcheck.web.status.TestingStatusPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Registries' notifications over HTTP.
class NotificationsApiTest {

  private static final String PUSH =
      "{\"action\":\"push\",\"target\":{\"repository\":\"shop/cart\",\"tag\":\"v1\"}}";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Pull> checked = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private volatile String token = "secret";
  private volatile boolean leads = true;
  private volatile Optional<String> handedOn = Optional.empty();
  private final Notifications notifications =
      new Notifications(
          image -> ImageReference.parse(image, "docker.io").stream().toList(),
          _ -> Optional.empty(),
          checked::add,
          timer);
  private final ManagementEndpoint endpoint =
      endpoint(
          Optional.of(
              new NotificationsApi(
                  notifications,
                  () -> token,
                  () -> leads,
                  body -> {
                    handedOn = Optional.of(new String(body, UTF_8));
                    if (token.equals("alone")) {
                      throw new IOException("no leader");
                    }
                    return new NotificationsApi.Reply(202, "by the leader");
                  },
                  (source, result) -> counted.add(source.word() + " " + result.word()))));

  private static ManagementEndpoint endpoint(Optional<NotificationsApi> api) {
    return new ManagementEndpoint(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        new ManagementEndpoint.Metrics(new PrometheusRegistry(), InventoryMetrics.NONE),
        new ManagementEndpoint.Probes(Readiness.Ready::new, List::of),
        TestingStatusPage.of(new Inventory(_ -> true), _ -> "reg.io"),
        api,
        // The token for metrics and page is another one.
        new ManagementEndpoint.Access(Optional.of(() -> "page"), java.util.Set.of()));
  }

  @BeforeEach
  void start() throws IOException {
    endpoint.start();
    notifications.pulls().added(pull("shop", "reg.io/shop/cart:v1"));
  }

  @AfterEach
  void stop() {
    endpoint.stop();
    client.close();
    timer.shutdownNow();
  }

  private HttpResponse<String> send(ManagementEndpoint to, String method, String login, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + to.port() + "/api/v1/notifications"))
            .method(method, BodyPublishers.ofString(body));
    if (!login.isEmpty()) {
      request.header("Authorization", login);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String login, String body) throws Exception {
    return send(endpoint, "POST", login, body);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer secret, 202",
    "bearer secret, 202",
    "Basic a:secret, 202",
    "Basic :secret, 202",
    "'', 401",
    "Bearer secrets, 401",
    "Bearer secre, 401",
    "Bearer, 401",
    "Bearer page, 401",
    "secret, 401",
    "Basic secret, 401",
    "Basic secret:, 401",
    "Basic a:secret:b, 401",
    "Basic %%%, 401"
  })
  void onlyWhoHasTheTokenIsHeard(String login, int status) throws Exception {
    boolean raw = !login.startsWith("Basic ") || login.contains("%");
    HttpResponse<String> answer =
        post(raw ? login : basic(login.substring("Basic ".length())), PUSH);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(checked).hasSize(status == 202 ? 1 : 0);
    if (status == 401) {
      assertThat(counted).containsExactly("unknown refused");
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
  }

  @Test
  void aTokenThatIsRenewedCountsAtOnce() throws Exception {
    token = "renewed";
    assertThat(post("Bearer secret", PUSH).statusCode()).isEqualTo(401);
    assertThat(post("Bearer renewed", PUSH).statusCode()).isEqualTo(202);
  }

  @Test
  void theAnswerSaysWhatIsChecked() throws Exception {
    assertThat(post("Bearer secret", PUSH).body()).isEqualTo("{\"source\":\"acr\",\"checks\":1}");
    assertThat(post("Bearer secret", PUSH.replace("cart", "other")).body())
        .isEqualTo("{\"source\":\"acr\",\"checks\":0}");
    assertThat(post("Bearer secret", PUSH.replace("push", "ping")).statusCode()).isEqualTo(202);
    assertThat(post("Bearer secret", "{}").body())
        .isEqualTo("not a notification of a registry that is known\n");
    assertThat(counted)
        .containsExactly("acr checked", "acr unused", "acr ignored", "unknown malformed");
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws Exception {
    assertThat(post("Bearer secret", PUSH + " ".repeat(600_000)).statusCode()).isEqualTo(413);
    assertThat(post("Bearer secret", PUSH + " ".repeat(500_000)).statusCode()).isEqualTo(202);
  }

  @Test
  void withoutATokenFileAndByOtherMethodsItIsClosed() throws Exception {
    assertThat(send(endpoint, "PUT", "Bearer page", PUSH).statusCode()).isEqualTo(405);
    assertThat(send(endpoint, "GET", "Bearer page", "").statusCode()).isEqualTo(405);
    ManagementEndpoint off = endpoint(Optional.empty());
    off.start();
    try {
      HttpResponse<String> answer = send(off, "POST", "Bearer secret", PUSH);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body()).contains("--notifications-token-file");
    } finally {
      off.stop();
    }
  }

  @Test
  void aReplicaThatDoesNotLeadHandsItOn() throws Exception {
    leads = false;
    HttpResponse<String> answer = post("Bearer secret", PUSH);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEqualTo("by the leader");
    assertThat(handedOn).contains(PUSH);
    assertThat(checked).isEmpty();

    token = "alone";
    assertThat(post("Bearer alone", PUSH))
        .satisfies(
            it -> {
              assertThat(it.statusCode()).isEqualTo(503);
              assertThat(it.headers().firstValue("Retry-After")).contains("1");
            });
    assertThat(counted).containsExactly("unknown handed_on", "unknown no_leader");
  }
}
