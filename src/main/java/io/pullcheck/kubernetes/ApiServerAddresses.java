package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every address by which the API server is known, with its port: that of the URL in use, those of
/// the Service `kubernetes` in `default`, and those of the servers behind it. The latter two need
/// the right to read that Service and its EndpointSlice; without it they are left out.
public final class ApiServerAddresses implements Supplier<Set<InetSocketAddress>> {

  private static final Logger log = LoggerFactory.getLogger(ApiServerAddresses.class);
  private static final String NAMESPACE = "default";
  private static final String NAME = "kubernetes";

  private final KubernetesClient client;
  private final Source url = new Source();
  private final Source service = new Source();
  private final Source servers = new Source();

  /// What one source said last: it stays in force while the source cannot be asked.
  private static final class Source {
    private final AtomicReference<Set<InetSocketAddress>> last = new AtomicReference<>(Set.of());

    private void ask(Supplier<Set<InetSocketAddress>> question) {
      try {
        Set<InetSocketAddress> answer = question.get();
        if (!answer.isEmpty()) {
          last.set(answer);
        }
      } catch (RuntimeException e) {
        log.atDebug()
            .addKeyValue("problem", ApiFailure.describe(e))
            .log("not all addresses of the API server can be looked up");
      }
    }
  }

  /// Looks up the URL's addresses; the others are known after [#refresh]. Blocks.
  public ApiServerAddresses(KubernetesClient client) {
    this.client = client;
    url.ask(() -> ClusterConnection.addresses(client));
  }

  /// Looks all of them up again. Blocks.
  public void refresh() {
    url.ask(() -> ClusterConnection.addresses(client));
    service.ask(
        () ->
            Optional.ofNullable(client.services().inNamespace(NAMESPACE).withName(NAME).get())
                .map(ApiServerAddresses::of)
                .orElse(Set.of()));
    servers.ask(
        () ->
            Optional.ofNullable(
                    client
                        .discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(NAMESPACE)
                        .withName(NAME)
                        .get())
                .map(ApiServerAddresses::of)
                .orElse(Set.of()));
  }

  /// What is known now.
  @Override
  public Set<InetSocketAddress> get() {
    return Stream.of(url, service, servers)
        .flatMap(source -> source.last.get().stream())
        .collect(Collectors.toSet());
  }

  static Set<InetSocketAddress> of(Service service) {
    List<String> addresses = service.getSpec().getClusterIPs();
    return sockets(
        addresses.isEmpty() ? List.of(service.getSpec().getClusterIP()) : addresses,
        service.getSpec().getPorts().stream().map(ServicePort::getPort).toList());
  }

  static Set<InetSocketAddress> of(EndpointSlice slice) {
    return sockets(
        slice.getEndpoints().stream().flatMap(each -> each.getAddresses().stream()).toList(),
        slice.getPorts().stream().map(EndpointPort::getPort).filter(Objects::nonNull).toList());
  }

  private static Set<InetSocketAddress> sockets(
      Collection<String> addresses, Collection<Integer> ports) {
    return addresses.stream()
        .map(InetAddress::ofLiteral)
        .flatMap(address -> ports.stream().map(port -> new InetSocketAddress(address, port)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
