package io.pullcheck.install;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An admission webhook that allows everything and warns of everything it was asked: whoever sees
/// no warning knows that the API server did not ask.
final class TestingWebhook implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpsServer server;

  private TestingWebhook(HttpsServer server) {
    this.server = server;
  }

  /// @param greeting the first word of its warnings
  static TestingWebhook start(Certificates certificates, String greeting)
      throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificates.sslContext()));
    server.createContext("/validate", exchange -> answer(exchange, greeting));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new TestingWebhook(server);
  }

  /// A configuration that is the given one but for how its webhooks are reached: by the address of
  /// this server.
  JsonNode reachedByUrl(JsonNode configuration, Certificates certificates) throws IOException {
    var copy = configuration.deepCopy();
    for (var webhook : copy.at("/webhooks")) {
      var path = webhook.at("/clientConfig/service/path").asString();
      var clientConfig = JSON.createObjectNode();
      clientConfig.put("url", "https://127.0.0.1:" + server.getAddress().getPort() + path);
      clientConfig.put("caBundle", certificates.caBundle());
      ((ObjectNode) webhook).set("clientConfig", clientConfig);
    }
    return copy;
  }

  private static void answer(HttpExchange exchange, String greeting) throws IOException {
    try (exchange) {
      var request = JSON.readTree(exchange.getRequestBody()).at("/request");
      var review = JSON.createObjectNode();
      review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      var response = review.putObject("response");
      response.put("uid", request.at("/uid").asString()).put("allowed", true);
      response
          .putArray("warnings")
          .add(greeting + ": " + words(request, "/operation", "/kind/kind", "/namespace", "/name"));
      var body = JSON.writeValueAsBytes(review);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String words(JsonNode request, String... pointers) {
    var words = new StringBuilder();
    for (var pointer : pointers) {
      words.append(words.isEmpty() ? "" : " ").append(request.at(pointer).asString());
    }
    return words.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
