package io.pullcheck.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `pullcheck serve` from the distribution, as a process of its own.
public final class PullcheckProcess implements AutoCloseable {

  private static final Pattern SERVING =
      Pattern.compile("serving .*management=\\S+:(\\d+) webhook=(?:\\S+:(\\d+)|off)");

  private final ChildProcess process;
  private final int managementPort;
  private final int webhookPort;

  private PullcheckProcess(ChildProcess process, int managementPort, int webhookPort) {
    this.process = process;
    this.managementPort = managementPort;
    this.webhookPort = webhookPort;
  }

  /// Starts it with free ports and quick checks, and waits until it serves.
  ///
  /// @param flags those that the test is about
  public static PullcheckProcess start(Path kubeconfig, String... flags) throws IOException {
    return start(Map.of(), kubeconfig, flags);
  }

  /// As above, with environment variables.
  ///
  /// @param environment added to this process's own
  public static PullcheckProcess start(
      Map<String, String> environment, Path kubeconfig, String... flags) throws IOException {
    // What a shell starts in the background ignores SIGINT, and so would we.
    return start(
        environment,
        List.of("env", "--default-signal=INT", launcher().toString()),
        kubeconfig,
        flags);
  }

  /// As above, with a program of the caller's.
  ///
  /// @param program what takes the place of `pullcheck`
  public static PullcheckProcess start(
      Map<String, String> environment, List<String> program, Path kubeconfig, String... flags)
      throws IOException {
    if (RealApiServer.isShared(kubeconfig)
        && Stream.of(flags).noneMatch(flag -> flag.startsWith("--namespaces="))) {
      throw new AssertionError("the shared cluster is not one to watch whole: use --namespaces");
    }
    List<String> command = new ArrayList<>(program);
    command.addAll(
        List.of(
            "serve",
            "--kubeconfig=" + kubeconfig,
            "--bind-address=127.0.0.1:0",
            "--webhook-bind-address=127.0.0.1:0",
            "--allow-loopback-registries",
            "--tls-san=127.0.0.1",
            "--check-period=200ms",
            "--check-interval=1s",
            "--failed-check-interval=1s",
            "--shutdown-delay=0s"));
    for (String flag : flags) {
      // A test's own value takes the place of ours.
      command.removeIf(ours -> ours.startsWith(flag.replaceFirst("=.*", "=")));
      command.add(flag);
    }
    ChildProcess process = ChildProcess.start(environment, command);
    Matcher serving =
        Waiting.until(
            () -> SERVING.matcher(process.output()), line -> !process.isAlive() || line.find());
    if (!process.isAlive()) {
      throw new AssertionError("pullcheck has ended: " + process.output());
    }
    return new PullcheckProcess(
        process,
        Integer.parseInt(serving.group(1)),
        serving.group(2) == null ? 0 : Integer.parseInt(serving.group(2)));
  }

  /// The launcher of the distribution that the build has made.
  public static Path launcher() {
    return Path.of(System.getProperty("pullcheck.launcher", "target/pullcheck/bin/pullcheck"));
  }

  public URI management(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  /// Asks the management endpoint once.
  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(management(path)).timeout(Duration.ofSeconds(30)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  /// Asks for the table of images until it shows what is wanted. It may be older than the metrics
  /// by nine times what it took to make: seconds, on a busy machine just after the start.
  ///
  /// @param query of `/api/v1/images`, from the `?` on; may be empty
  /// @param wanted parts of the answer
  /// @return the answer
  public String images(String query, String... wanted) {
    return Waiting.until(
        () -> get("/api/v1/images" + query).body(),
        page -> Stream.of(wanted).allMatch(page::contains));
  }

  /// 0 if there is no webhook.
  public int webhookPort() {
    return webhookPort;
  }

  public Scrape scrape() throws IOException, InterruptedException {
    return Scrape.of(management("/metrics"));
  }

  public ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
