package io.pullcheck.bench;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import io.pullcheck.testing.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `pullcheck serve` as a process of its own, with the flags that the container has, and what the
/// kernel and its own API say of it.
final class MeasuredServe implements AutoCloseable {

  private static final Pattern UNCHECKED = Pattern.compile("\"unchecked\":(\\d+)");
  private static final Pattern ABSENT = Pattern.compile("\"absent\":(\\d+)");
  private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
  private static final Pattern UNREACHABLE = Pattern.compile("\"registry_unavailable\":(\\d+)");
  private static final Pattern REQUESTS =
      Pattern.compile(
          "(?m)^k8s_image_availability_exporter_registry_requests_total\\{(.*) ([0-9.E]+)$");
  // `-                      Code (reserved=49408KB, committed=20480KB)`
  private static final Pattern KIND =
      Pattern.compile("(?m)^- +([A-Z][A-Za-z ]+) \\(reserved=\\d+KB, committed=(\\d+)KB");
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  // Of a clock tick, by which /proc counts: the kernel's USER_HZ is 100 everywhere.
  private static final double TICK_MILLIS = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// How many images are known, how many of them were never checked, are gone, or cannot be asked
  /// for.
  record Images(int total, int unchecked, int absent, int unreachable) {
    boolean isAllOf(int images) {
      return total == images && unchecked == 0;
    }
  }

  private final Path folder;
  private final PullcheckProcess process;

  private MeasuredServe(Path folder, PullcheckProcess process) {
    this.folder = folder;
    this.process = process;
  }

  /// A flag with which the JVM counts its memory by kind, and takes some more for that.
  static final String COUNTED = "-XX:NativeMemoryTracking=summary";

  /// Starts it and waits until it listens.
  ///
  /// @param limit of the container's memory, as `-XX:MaxRAM` takes it: `512m`
  /// @param interval `--check-interval`
  static MeasuredServe start(BenchCluster cluster, String limit, String interval)
      throws IOException {
    return start(cluster, limit, interval, "1s");
  }

  /// As [#start(BenchCluster, String, String)].
  ///
  /// @param period `--check-period`
  /// @param flags of the JVM
  static MeasuredServe start(
      BenchCluster cluster, String limit, String interval, String period, String... flags)
      throws IOException {
    Path folder = TemporaryFolder.create("bench");
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "registries:\n- {host: '*', requestsPerSecond: 0, concurrency: 32, plainHttp: true}\n");
    Path kubeconfig = cluster.server().kubeconfig();
    return new MeasuredServe(
        folder,
        PullcheckProcess.start(
            Map.of(
                "PULLCHECK_JAVA_OPTS",
                ("-XX:MaxRAM=" + limit + " " + String.join(" ", flags)).strip()),
            kubeconfig,
            "--namespace=" + BenchCluster.NAMESPACE + 0,
            "--webhook-configuration-name=bench",
            "--check-interval=" + interval,
            // Its default; that of the tests is a second.
            "--failed-check-interval=1m",
            "--check-period=" + period,
            "--config=" + config));
  }

  int webhookPort() {
    return process.webhookPort();
  }

  boolean isReady() {
    return get("/readyz").statusCode() == 200;
  }

  Images images() {
    String page = get("/api/v1/images?limit=1").body();
    return new Images(
        number(TOTAL, page),
        number(UNCHECKED, page),
        number(ABSENT, page),
        number(UNREACHABLE, page));
  }

  /// Requests to registries since the start.
  double requests() {
    return requests("");
  }

  /// Requests to one registry since the start.
  double requests(String host) {
    String text =
        get("/metrics?name%5B%5D=k8s_image_availability_exporter_registry_requests_total").body();
    return REQUESTS
        .matcher(text)
        .results()
        .filter(each -> each.group(1).contains(host))
        .mapToDouble(each -> Double.parseDouble(each.group(2)))
        .sum();
  }

  /// The bytes of one scrape.
  int scrape() {
    return get("/metrics").body().length();
  }

  /// CPU that it has used, in milliseconds.
  double cpuMillis() throws IOException {
    String[] fields =
        Files.readString(Path.of("/proc/" + process.process().pid() + "/stat"))
            .replaceFirst(".*\\) ", "")
            .split(" ", -1);
    return (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12])) * TICK_MILLIS;
  }

  /// A figure of `/proc/PID/status` in MiB: `VmRSS`, `RssFile` for what of it are files, or `VmHWM`
  /// for the most so far.
  double memory(String which) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.process().pid() + "/status")).stream()
        .filter(line -> line.startsWith(which + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }

  /// Threads and open files.
  int threads() throws IOException {
    return list("task");
  }

  int files() throws IOException {
    return list("fd");
  }

  private int list(String folder) throws IOException {
    try (var entries = Files.list(Path.of("/proc/" + process.process().pid(), folder))) {
      return (int) entries.count();
    }
  }

  /// The series of one scrape.
  long series() {
    return get("/metrics").body().lines().filter(line -> !line.startsWith("#")).count();
  }

  /// What of the heap is in use after a collection, in MiB.
  double liveHeap() throws IOException {
    jcmd("GC.run");
    return USED.matcher(jcmd("GC.heap_info"))
            .results()
            .mapToDouble(each -> Double.parseDouble(each.group(1)))
            .limit(2)
            .sum()
        / 1024;
  }

  /// What the JVM has taken of each kind of memory, in MiB; of those that take one or more. Only
  /// with the flag [#COUNTED].
  Map<String, Double> nativeMemory() throws IOException {
    Map<String, Double> kinds = new TreeMap<>();
    KIND.matcher(jcmd("VM.native_memory"))
        .results()
        .forEach(each -> kinds.put(each.group(1), Double.parseDouble(each.group(2)) / 1024));
    kinds.values().removeIf(size -> size < 1);
    return kinds;
  }

  private String jcmd(String command) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Command.run(List.of(jcmd, Long.toString(process.process().pid()), command)).out();
  }

  private static int number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  private HttpResponse<String> get(String path) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(process.management(path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.close();
    TemporaryFolder.delete(folder);
    // The JVM's end of jcmd, which it deletes only when it is not killed.
    boolean _ = Files.deleteIfExists(Path.of("/tmp/.java_pid" + process.process().pid()));
  }
}
