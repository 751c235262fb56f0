package io.pullcheck.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A registry on loopback that holds manifests only: it answers HEAD and GET of them as the
/// distribution specification says, over plain HTTP. For machines without docker-registry.
public final class InProcessRegistry implements AutoCloseable {

  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST =
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{
      "mediaType":"application/vnd.oci.image.config.v1+json","size":2,
      "digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}
      """;
  private static final String UNKNOWN =
      """
      {"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}
      """;

  private final HttpServer server;
  // By the path of their manifest.
  private final Map<String, String> manifests = new ConcurrentHashMap<>();
  // By the path of a manifest, after how many checks it is there.
  private final Map<String, Integer> checksToCome = new ConcurrentHashMap<>();
  private final AtomicInteger checks = new AtomicInteger();

  public InProcessRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v2/", this::answer);
    server.start();
  }

  /// As it stands in an image's name: `127.0.0.1:41234`.
  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Makes an image be there, and returns its name.
  public String put(String repository, String tag) {
    manifests.put(path(repository, tag), MANIFEST);
    return host() + "/" + repository + ":" + tag;
  }

  /// Makes an image be there from the next check but one on, as if it were not quite pushed yet.
  public void putAfterNextCheck(String repository, String tag) {
    checksToCome.put(path(repository, tag), 2);
  }

  /// How many checks of an image it has had: each begins with a HEAD request.
  public int checks() {
    return checks.get();
  }

  public void delete(String repository, String tag) {
    manifests.remove(path(repository, tag));
  }

  private static String path(String repository, String tag) {
    return "/v2/" + repository + "/manifests/" + tag;
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      checks.incrementAndGet();
      checksToCome.computeIfPresent(exchange.getRequestURI().getPath(), this::oneMore);
    }
    Optional<String> manifest =
        Optional.ofNullable(manifests.get(exchange.getRequestURI().getPath()));
    byte[] body = manifest.orElse(UNKNOWN).getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", manifest.isPresent() ? MANIFEST_TYPE : "application/json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(manifest.isPresent() ? 200 : 404, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private @Nullable Integer oneMore(String path, int toCome) {
    if (toCome > 1) {
      return toCome - 1;
    }
    manifests.put(path, MANIFEST);
    return null;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
