package io.pullcheck.hostile;

import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// `pullcheck serve` as a process of its own with a small heap.
final class SmallServe implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int KIB = 1024;

  private final PullcheckProcess process;

  /// @param options further options of its JVM: `-Xmx96m`
  SmallServe(String options, Path kubeconfig, String... flags) throws IOException {
    process = PullcheckProcess.start(Map.of("PULLCHECK_JAVA_OPTS", options), kubeconfig, flags);
  }

  PullcheckProcess process() {
    return process;
  }

  /// Whether it runs, says that it does, and has never run out of memory.
  boolean isWell() throws IOException, InterruptedException {
    return process.process().isAlive()
        && !process.process().output().contains("OutOfMemoryError")
        && get("/livez").statusCode() == 200;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = process.management(path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Waits until no image waits for its first check, or the time is over.
  boolean awaitsNoMore(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end && process.process().isAlive()) {
      if (overdue() == 0) {
        return true;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return false;
  }

  private double overdue() throws InterruptedException {
    try {
      return process
          .scrape()
          .series()
          .getOrDefault("k8s_image_availability_exporter_queue_overdue_images", -1.0);
    } catch (IOException e) {
      return -1;
    }
  }

  /// Bytes of memory that it has held at most.
  long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    process.close();
  }
}
