package io.pullcheck.webhook;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.pullcheck.testing.Waiting;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Creates a hundred pods a second on the API server (dry runs), or fewer if the machine has no
/// more to give. The webhook configuration fails where ours ignores, so each failed review is a
/// failed creation.
final class Load implements AutoCloseable {

  private static final int PER_SECOND = 100;
  // One connection of HTTP/2 carries a hundred requests, and the client does not open a second one.
  private static final int AT_ONCE = 80;

  private final WebhookCluster cluster;
  private final String namespace;
  private final String image;
  private final AtomicInteger created = new AtomicInteger();
  private final AtomicInteger warned = new AtomicInteger();
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  Load(WebhookCluster cluster, String namespace) {
    this(cluster, namespace, "reg.io/shop/cart:v1");
  }

  Load(WebhookCluster cluster, String namespace, String image) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.image = image;
  }

  Load start() {
    var _ =
        clock.scheduleAtFixedRate(
            () -> {
              if (room.tryAcquire()) {
                workers.execute(this::create);
              }
            },
            0,
            1000 / PER_SECOND,
            TimeUnit.MILLISECONDS);
    return this;
  }

  /// Waits until so many more have been created or have failed.
  void await(int more) throws InterruptedException {
    int target = done() + more;
    Waiting.eventually(() -> done() >= target);
  }

  int created() {
    return created.get();
  }

  /// Warnings that came with what was created.
  int warned() {
    return warned.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  private int done() {
    return created.get() + failures.size();
  }

  private void create() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withGenerateName("load-")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage(image)
            .endContainer()
            .endSpec()
            .build();
    try {
      HttpClient http = cluster.client().getHttpClient();
      String pods = cluster.client().getMasterUrl() + "api/v1/namespaces/" + namespace + "/pods";
      HttpResponse<String> answer =
          http.sendAsync(
                  http.newHttpRequestBuilder()
                      .uri(pods + "?dryRun=All")
                      .post("application/json", Serialization.asJson(pod))
                      .build(),
                  String.class)
              .join();
      if (answer.code() == HttpURLConnection.HTTP_CREATED) {
        warned.addAndGet(answer.headers("Warning").size());
        created.incrementAndGet();
      } else {
        failures.add(answer.code() + ": " + answer.body());
      }
    } catch (CompletionException e) {
      failures.add(String.valueOf(e.getCause()));
    } finally {
      room.release();
    }
  }

  /// Creates no more, and waits for what is under way.
  void end() {
    clock.shutdownNow();
    workers.close();
  }

  @Override
  public void close() {
    end();
  }
}
