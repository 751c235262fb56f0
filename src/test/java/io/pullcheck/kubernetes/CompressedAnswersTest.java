package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client of [ClusterConnection] against a server that compresses, or does not.
final class CompressedAnswersTest {

  private static final String LIST =
      IntStream.range(0, 5_000)
          .mapToObj("{\"metadata\":{\"name\":\"cart-%d\",\"resourceVersion\":\"7\"}}"::formatted)
          .collect(Collectors.joining(",", "{\"items\":[", "],\"metadata\":{}}"));

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile @Nullable HttpHandler handler;
  private KubernetesClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> Objects.requireNonNull(handler).handle(exchange));
    server.start();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
            .build();
    client = ClusterConnection.open(config);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 11, 16 * 1024, 1 << 20})
  void areExpandedHoweverTheyArrive(int piece) throws Exception {
    answer("gzip", 200, gzip(LIST), piece);
    assertThat(client.raw("/list")).isEqualTo(LIST);
    assertThat(names()).hasSize(5_000).contains("cart-0", "cart-4999");
    assertThat(asked).containsOnly("gzip");
  }

  @Test
  void ofTwoMembersAreOne() throws Exception {
    byte[] two = concat(gzip("first "), gzip("second"));
    answer("GZIP", 200, two, two.length);
    assertThat(client.raw("/list")).isEqualTo("first second");
  }

  @Test
  void mayComeAsTheyAre() throws Exception {
    answer("", 200, LIST.getBytes(StandardCharsets.UTF_8), 4_096);
    assertThat(client.raw("/list")).isEqualTo(LIST);
  }

  @Test
  void sayWhyTheyRefuse() throws Exception {
    byte[] status = gzip("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"message\":\"no, never\"}");
    answer("gzip", 403, status, 5);
    assertThatThrownBy(() -> client.raw("/list"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("no, never");
  }

  @Test
  void thatAreNoGzipFailAndSoDoesOneThatEndsEarly() throws Exception {
    answer("gzip", 200, LIST.getBytes(StandardCharsets.UTF_8), 4_096);
    assertThatThrownBy(() -> client.raw("/list")).isInstanceOf(KubernetesClientException.class);
    byte[] whole = gzip(LIST);
    answer("gzip", 200, Arrays.copyOf(whole, whole.length / 2), 4_096);
    assertThatThrownBy(this::names).isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void areNotWantedOfAWatch() throws Exception {
    answer("", 200, new byte[0], 1);
    String _ = client.raw("/list?watch=true");
    String _ = client.raw("/list?limit=5");
    assertThat(asked).containsExactly("null", "gzip");
  }

  private List<String> names() {
    return ApiObject.resource(client, Resources.NAMESPACES).list().getItems().stream()
        .map(ApiObject::name)
        .toList();
  }

  private void answer(String encoding, int status, byte[] body, int piece) {
    handler = exchange -> send(exchange, encoding, status, body, piece);
  }

  private void send(HttpExchange exchange, String encoding, int status, byte[] body, int piece)
      throws IOException {
    asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Accept-Encoding")));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (!encoding.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Encoding", encoding);
    }
    exchange.sendResponseHeaders(status, 0);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      for (int at = 0; at < body.length; at += piece) {
        out.write(body, at, Math.min(piece, body.length - at));
        out.flush();
      }
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
