package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.workload.ApiJson;
import io.pullcheck.workload.PrunedObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Every address by which the API server is known, with its port: that of the URL in use, those of
/// the Service `kubernetes` in `default`, and those of the servers behind it. The latter two need
/// the right to read that Service and its EndpointSlice; without it they are left out.
public final class ApiServerAddresses implements Supplier<Set<InetSocketAddress>> {

  private static final Logger log = LoggerFactory.getLogger(ApiServerAddresses.class);
  private static final String SERVICE = "/api/v1/namespaces/default/services/kubernetes";
  private static final String SLICE =
      "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes";

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
    service.ask(() -> read(SERVICE, Service.class).map(Service::sockets).orElse(Set.of()));
    servers.ask(() -> read(SLICE, Slice.class).map(Slice::sockets).orElse(Set.of()));
  }

  /// fabric8 has classes for these objects, sixty for both of them, of which each start would load
  /// and prepare every one. An [ApiObject] has the same properties of every kind, at any depth: it
  /// would keep the ports of each container.
  private <T extends Record> Optional<T> read(String path, Class<T> type) {
    return Optional.ofNullable(client.raw(path))
        .map(
            text -> {
              try (JsonParser json =
                  ApiJson.FACTORY.createParser(ObjectReadContext.empty(), text)) {
                JsonToken _ = json.nextToken();
                return PrunedObject.read(json, type);
              }
            });
  }

  /// What is known now.
  @Override
  public Set<InetSocketAddress> get() {
    return Stream.of(url, service, servers)
        .flatMap(source -> source.last.get().stream())
        .collect(Collectors.toSet());
  }

  private record Port(@Nullable Integer port) {}

  /// What is read of the Service.
  private record Service(Spec spec) {

    private record Spec(List<String> clusterIPs, List<Port> ports) {}

    Set<InetSocketAddress> sockets() {
      return ApiServerAddresses.sockets(spec.clusterIPs.stream(), spec.ports);
    }
  }

  /// What is read of the EndpointSlice.
  private record Slice(List<Endpoint> endpoints, List<Port> ports) {

    private record Endpoint(List<String> addresses) {}

    Set<InetSocketAddress> sockets() {
      return ApiServerAddresses.sockets(
          endpoints.stream().flatMap(each -> each.addresses.stream()), ports);
    }
  }

  private static Set<InetSocketAddress> sockets(Stream<String> addresses, List<Port> ports) {
    return addresses
        .map(InetAddress::ofLiteral)
        .flatMap(
            address ->
                ports.stream()
                    .map(Port::port)
                    .filter(Objects::nonNull)
                    .map(port -> new InetSocketAddress(address, port)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
