package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ApiServerAddressesTest {

  private static final String SERVICE = "/api/v1/namespaces/default/services/kubernetes";
  private static final String SLICE =
      "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";

  private final Map<String, String> objects = new ConcurrentHashMap<>();
  private HttpServer server;
  private InetSocketAddress url;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Optional<byte[]> object =
              Optional.ofNullable(objects.get(exchange.getRequestURI().getPath()))
                  .map(text -> text.getBytes(StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(object.isPresent() ? 200 : 404, 0);
          exchange.getResponseBody().write(object.orElse(new byte[0]));
          exchange.close();
        });
    server.start();
    url = socket("127.0.0.1", server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void areThoseOfTheServiceAndOfEachServerBehindIt() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://127.0.0.1:" + url.getPort())
            .build();
    try (KubernetesClient client = ClusterConnection.open(config)) {
      ApiServerAddresses addresses = new ApiServerAddresses(client);
      addresses.refresh();
      assertThat(addresses.get()).containsExactly(url);

      objects.put(
          SERVICE,
          """
          {"kind":"Service","spec":{"clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1","fd00::1"],
          "ports":[{"name":"https","port":443,"targetPort":6443}]}}
          """);
      objects.put(
          SLICE,
          """
          {"kind":"EndpointSlice","addressType":"IPv4","endpoints":[{"addresses":["192.0.2.7"]},
          {"addresses":["192.0.2.8"]},{}],"ports":[{"port":6443},{"name":"none","port":null}]}
          """);
      addresses.refresh();
      assertThat(addresses.get())
          .containsExactlyInAnyOrder(
              url,
              socket("10.0.0.1", 443),
              socket("fd00::1", 443),
              socket("192.0.2.7", 6443),
              socket("192.0.2.8", 6443));

      // What cannot be asked, or says nothing, leaves what is known.
      objects.remove(SERVICE);
      objects.put(SLICE, "not JSON");
      addresses.refresh();
      assertThat(addresses.get()).hasSize(5);
    }
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
