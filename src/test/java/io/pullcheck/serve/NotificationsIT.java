package io.pullcheck.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.InProcessRegistry;
import io.pullcheck.testing.Ports;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real registry whose notifications come here.
@Tag("slow")
class NotificationsIT {

  // Nothing is seen by itself.
  private static final String SELDOM = "--check-interval=1h";
  private static final String SELDOM_TOO = "--failed-check-interval=1h";
  // A second, or three where the registry tells too early, or five more for the second look of a
  // denial. By itself, nothing would be seen within an hour.
  private static final Duration AT_ONCE = Duration.ofSeconds(15);

  private static final String PUSH =
      "{\"events\":[{\"action\":\"push\",\"target\":{\"repository\":\"shop/cart\",\"tag\":\"v1\"}}]}";

  @TempDir Path folder;
  @AutoClose private final RealApiServer cluster = RealApiServer.startNew();
  @AutoClose private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void pushAndDeletionAreSeenAtOnce() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "registries\n");
    int port = Ports.free();
    try (DockerRegistry registry = DockerRegistry.with(notifications(port))) {
      String namespace = cluster.newNamespace("told");
      String there = registry.push("shop/cart", "v1");
      String coming = registry.host() + "/shop/cart:v2";
      deploy(namespace, "there", there);
      deploy(namespace, "coming", coming);
      deploy(namespace, "other", registry.host() + "/shop/other:v1");
      try (PullcheckProcess pullcheck =
          start(namespace, token, "--bind-address=127.0.0.1:" + port)) {
        awaitState(pullcheck, namespace, "there", "available");
        awaitState(pullcheck, namespace, "coming", "absent");
        awaitState(pullcheck, namespace, "other", "absent");
        double other = lastCheck(pullcheck, registry.host() + "/shop/other:v1");

        String _ = registry.push("shop/cart", "v2");
        assertThat(until(() -> awaitState(pullcheck, namespace, "coming", "available")))
            .isLessThan(AT_ONCE);

        double before = count(pullcheck, "distribution", "checked");
        registry.delete("shop/cart", "v1");
        assertThat(until(() -> awaitChecked(pullcheck, before))).isLessThan(AT_ONCE);
        // That it is gone, a second look confirms.
        assertThat(until(() -> awaitState(pullcheck, namespace, "there", "absent")))
            .isLessThan(AT_ONCE);
        assertThat(lastCheck(pullcheck, registry.host() + "/shop/other:v1")).isEqualTo(other);
      }
    }
  }

  /// As distribution does, which tells of a push before it sets the tag.
  @Test
  void aPushThatIsToldTooEarlyIsSeenAllTheSame() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "registries");
    Path plain =
        Files.writeString(
            folder.resolve("config.yaml"), "registries: [{host: \"*\", plainHttp: true}]");
    try (InProcessRegistry registry = new InProcessRegistry()) {
      String namespace = cluster.newNamespace("told");
      deploy(namespace, "cart", registry.host() + "/shop/cart:v1");
      try (PullcheckProcess pullcheck = start(namespace, token, "--config=" + plain)) {
        awaitState(pullcheck, namespace, "cart", "absent");

        registry.putAfterNextCheck("shop/cart", "v1");
        assertThat(post(pullcheck, "Bearer registries", PUSH).statusCode()).isEqualTo(202);

        assertThat(until(() -> awaitState(pullcheck, namespace, "cart", "available")))
            .isLessThan(AT_ONCE);
      }
    }
  }

  /// Of the registry's configuration. The login is Base64 of "pullcheck:registries", as registries
  /// have it that know user and password alone.
  private static String notifications(int port) {
    return """
      notifications:
        events: {includereferences: true}
        endpoints:
        - name: pullcheck
          url: http://127.0.0.1:%d/api/v1/notifications
          headers: {Authorization: [Basic cHVsbGNoZWNrOnJlZ2lzdHJpZXM=]}
          timeout: 1s
          threshold: 10
          backoff: 1s
      """
        .formatted(port);
  }

  /// Whichever replica is told, the one that checks does it.
  @Test
  void aReplicaThatDoesNotLeadHandsOnWhatItIsTold() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "registries");
    try (DockerRegistry registry = DockerRegistry.open()) {
      String namespace = cluster.newNamespace("told");
      String image = registry.host() + "/shop/cart:v1";
      deploy(namespace, "cart", image);
      String[] flags = {"--namespace=" + namespace, "--leader-elect"};
      try (PullcheckProcess leader = start(namespace, token, flags)) {
        awaitState(leader, namespace, "cart", "absent");
        try (PullcheckProcess standby = start(namespace, token, flags)) {
          String _ = registry.push("shop/cart", "v1");
          HttpResponse<String> answer =
              Waiting.until(
                  () -> post(standby, "Bearer registries", PUSH), it -> it.statusCode() != 503);

          assertThat(answer.statusCode()).isEqualTo(202);
          assertThat(answer.body()).isEqualTo("{\"source\":\"distribution\",\"checks\":1}");
          awaitState(leader, namespace, "cart", "available");
          assertThat(count(standby, "unknown", "handed_on")).isEqualTo(1);
          assertThat(count(leader, "distribution", "checked")).isEqualTo(1);
          assertThat(post(standby, "Bearer other", PUSH).statusCode()).isEqualTo(401);

          Path _ = Files.writeString(token, "renewed");
          int _ =
              Waiting.until(
                  () -> post(standby, "Bearer renewed", PUSH).statusCode(), it -> it == 202);
        }
      }
    }
  }

  private PullcheckProcess start(String namespace, Path token, String... more) throws IOException {
    List<String> flags = new ArrayList<>(List.of(more));
    flags.add("--namespaces=" + namespace);
    flags.add("--notifications-token-file=" + token);
    flags.add(SELDOM);
    flags.add(SELDOM_TOO);
    return PullcheckProcess.start(cluster.kubeconfig(), flags.toArray(String[]::new));
  }

  private void deploy(String namespace, String name, String image) throws IOException {
    cluster.must("create", "deployment", name, "--image=" + image, "-n", namespace);
  }

  private static void awaitState(
      PullcheckProcess pullcheck, String namespace, String name, String state) {
    String _ =
        Waiting.until(
            () -> pullcheck.scrape().state(namespace, name), found -> found.equals(state));
  }

  private static double lastCheck(PullcheckProcess pullcheck, String image) throws Exception {
    Map<String, Double> found = pullcheck.scrape().with("image=\"" + image + "\"");
    return found.getOrDefault("last_check_timestamp_seconds", 0.0);
  }

  private static void awaitChecked(PullcheckProcess pullcheck, double before) {
    double _ =
        Waiting.until(() -> count(pullcheck, "distribution", "checked"), now -> now > before);
  }

  private static double count(PullcheckProcess pullcheck, String source, String result)
      throws Exception {
    return pullcheck
        .scrape()
        .with("result=\"" + result + "\"", "source=\"" + source + "\"")
        .getOrDefault("notifications_total", 0.0);
  }

  private static Duration until(Runnable seen) {
    Instant began = Instant.now();
    seen.run();
    return Duration.between(began, Instant.now());
  }

  private HttpResponse<String> post(PullcheckProcess pullcheck, String login, String body)
      throws Exception {
    URI uri = pullcheck.management("/api/v1/notifications");
    return http.send(
        HttpRequest.newBuilder(uri)
            .header("Authorization", login)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
