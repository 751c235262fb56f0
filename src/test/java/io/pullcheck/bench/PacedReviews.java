package io.pullcheck.bench;

import io.pullcheck.testing.CarelessTls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/// Reviews one after the other, each of another image, so that each takes a check of its own.
final class PacedReviews {

  private static final long PACE = 20_000_000;

  private final HttpClient http;
  private final URI address;
  private final IntFunction<String> images;
  private final List<Long> nanos = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean ended;

  /// Begins.
  ///
  /// @param port of the webhook
  /// @param images by the number of the review
  PacedReviews(int port, IntFunction<String> images) throws GeneralSecurityException {
    this.http = HttpClient.newBuilder().sslContext(CarelessTls.context()).build();
    this.address = URI.create("https://127.0.0.1:" + port + "/validate?timeout=5s");
    this.images = images;
    this.thread = Thread.ofPlatform().daemon().start(this::run);
  }

  private void run() {
    for (int i = 0; !ended; i++) {
      try {
        long begun = System.nanoTime();
        review(images.apply(i));
        nanos.add(System.nanoTime() - begun);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("a review failed", e);
      }
      LockSupport.parkNanos(PACE);
    }
  }

  private void review(String image) throws IOException, InterruptedException {
    String body =
        """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
         "uid": "5311cf4b-423a-4a92-bff7-b9e1cbf02f0c",
         "kind": {"group": "apps", "version": "v1", "kind": "Deployment"},
         "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
         "name": "web", "namespace": "shop", "operation": "CREATE",
         "object": {"apiVersion": "apps/v1", "kind": "Deployment",
          "metadata": {"name": "web", "namespace": "shop"},
          "spec": {"template": {"spec": {"containers": [{"name": "main", "image": "%s"}]}}}}}}
        """
            .formatted(image);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || answer.body().contains("warnings")) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
  }

  /// Ends, and adds the median and the slowest of a hundred to the report, in milliseconds.
  void report(Report report, String when) throws InterruptedException {
    ended = true;
    thread.join();
    List<Long> sorted = nanos.stream().sorted().toList();
    String name = "reviews " + when + " (" + sorted.size() + ")";
    report.add(Figure.of(name + ", median", millis(sorted, 50), "ms"));
    report.add(Figure.of(name + ", 99 %", millis(sorted, 99), "ms").beside(20, "aim"));
  }

  private static double millis(List<Long> sorted, int percent) {
    return sorted.get(sorted.size() * percent / 100) / 1e6;
  }
}
