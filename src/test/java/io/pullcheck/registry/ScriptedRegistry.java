package io.pullcheck.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// An HTTP server on loopback that answers as its script says, and remembers what it was asked.
final class ScriptedRegistry implements AutoCloseable {

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> hosts = new CopyOnWriteArrayList<>();

  /// A request, as far as scripts and tests look at it.
  ///
  /// @param authorization empty if there was none
  record Asked(String method, String target, String authorization, String body) {
    String line() {
      return method + " " + target;
    }
  }

  /// An answer.
  public record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status) {
      return new Answer(status, Map.of(), "");
    }

    static Answer manifest() {
      String json = "{\"schemaVersion\":2,\"layers\":[]}";
      return new Answer(200, Map.of(), json)
          .with("Content-Type", "application/vnd.oci.image.manifest.v1+json")
          .with("Docker-Content-Digest", TestingImages.digest(json));
    }

    static Answer json(int status, String body) {
      return new Answer(status, Map.of("Content-Type", "application/json"), body);
    }

    Answer with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }

  ScriptedRegistry(Function<Asked, Answer> script) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, script));
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String path) {
    return "http://" + host() + path;
  }

  /// Every request so far.
  List<Asked> asked() {
    return asked;
  }

  /// `HEAD /v2/…` of every request so far.
  List<String> lines() {
    return asked.stream().map(Asked::line).toList();
  }

  /// The Host header of every request so far.
  List<String> hosts() {
    return hosts;
  }

  private void answer(HttpExchange exchange, Function<Asked, Answer> script) throws IOException {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    Asked request =
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            authorization == null ? "" : authorization,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(request);
    hosts.add(exchange.getRequestHeaders().getFirst("Host"));
    Answer answer = script.apply(request);
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean empty = body.length == 0 || request.method().equals("HEAD");
    if (request.method().equals("HEAD") && !answer.headers().containsKey("Content-Length")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : body.length);
    if (!empty) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
