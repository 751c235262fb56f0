package io.pullcheck.kubernetes;

import static io.pullcheck.testing.Waiting.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.testing.RealApiServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ApiServerAddressesIT {

  private final RealApiServer server = RealApiServer.shared();

  @Test
  void theServiceAndTheServersBehindItAreKnownToo() {
    try (KubernetesClient client = ClusterConnection.open(server.config(RealApiServer.ADMIN))) {
      ApiServerAddresses addresses = new ApiServerAddresses(client);
      InetSocketAddress inUse =
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port());
      assertThat(addresses.get()).containsExactly(inUse);
      // The API server makes its Service and EndpointSlice itself, soon after it is ready.
      eventually(
          () -> {
            addresses.refresh();
            return addresses
                    .get()
                    .contains(new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 443))
                && addresses.get().size() >= 2;
          });
      assertThat(addresses.get()).contains(inUse);
    }
  }

  @Test
  void withoutTheRightTheUrlsAddressIsKnown() {
    try (KubernetesClient client = ClusterConnection.open(server.config(RealApiServer.LIMITED))) {
      ApiServerAddresses addresses = new ApiServerAddresses(client);
      addresses.refresh();
      assertThat(addresses.get())
          .containsExactly(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
    }
  }
}
