package io.pullcheck.bench;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `pullcheck scan` of one image and of 1,000 images of a docker-registry, start-up included,
/// beside `crane digest` by `xargs -P 8` where crane is on the `PATH` (`go install
/// github.com/google/go-containerregistry/cmd/crane@latest`). The best of several runs counts.
final class ScanBench {

  private static final int IMAGES = Integer.getInteger("bench.images", 1_000);
  private static final int RUNS = 5;
  private static final double AIM_ONE = 0.4;
  private static final String TYPE = "application/vnd.docker.distribution.manifest.v2+json";

  private final Report report = new Report();

  private ScanBench() {}

  public static void main(String[] arguments) throws Exception {
    try (DockerRegistry registry = DockerRegistry.open()) {
      new ScanBench().run(images(registry));
    }
    System.exit(0);
  }

  /// Pushes an image under so many tags.
  private static List<String> images(DockerRegistry registry) throws Exception {
    List<String> images = new ArrayList<>(List.of(registry.push("bench/app", "v0")));
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI first = URI.create("http://" + registry.host() + "/v2/bench/app/manifests/v0");
      byte[] manifest =
          http.send(
                  HttpRequest.newBuilder(first).header("Accept", TYPE).build(),
                  BodyHandlers.ofByteArray())
              .body();
      for (int i = 1; i < IMAGES; i++) {
        int status =
            http.send(
                    HttpRequest.newBuilder(first.resolve("v" + i))
                        .header("Content-Type", TYPE)
                        .PUT(BodyPublishers.ofByteArray(manifest))
                        .build(),
                    BodyHandlers.discarding())
                .statusCode();
        if (status != 201) {
          throw new IOException("not pushed: HTTP " + status);
        }
        images.add(registry.host() + "/bench/app:v" + i);
      }
    }
    return images;
  }

  private void run(List<String> images) throws IOException {
    String launcher = PullcheckProcess.launcher().toString();
    Path list = Files.createTempFile("images", ".txt");
    list.toFile().deleteOnExit();
    Files.write(list, images);
    double one = seconds(List.of(launcher, "scan", images.getFirst()));
    report.add(Figure.of("scan of one image", one, "s").beside(AIM_ONE, "aim"));
    double all = seconds(List.of(launcher, "scan", "--list", list.toString()));
    String crane = "xargs -P 8 -n 1 crane digest --insecure <" + list + " >/dev/null";
    boolean there = Command.run(List.of("sh", "-c", "command -v crane")).exit() == 0;
    Figure scan = Figure.of("scan of %d images".formatted(images.size()), all, "s");
    report.add(there ? scan.beside(seconds(List.of("sh", "-c", crane)), "crane") : scan);
    report.write(Path.of(System.getProperty("bench.folder", "target/bench")));
  }

  private static double seconds(List<String> command) throws IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      long begun = System.nanoTime();
      Command.Result result = Command.run(Map.of(), "", command);
      best = Math.min(best, (System.nanoTime() - begun) / 1e9);
      if (result.exit() != 0) {
        throw new IOException(command + ": " + result.err());
      }
    }
    return best;
  }
}
