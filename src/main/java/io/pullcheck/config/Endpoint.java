package io.pullcheck.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How one host is connected to.
///
/// @param authorities PEM files with further CAs for it
/// @param clients what it may ask us to show
/// @param plainHttp HTTP and nothing else
/// @param skipVerify accept any certificate
/// @param headers that each request to it carries
public record Endpoint(
    List<Path> authorities,
    List<ClientCertificate> clients,
    boolean plainHttp,
    boolean skipVerify,
    Map<String, String> headers) {

  /// HTTPS, and nothing else.
  public static final Endpoint PLAIN_TLS =
      new Endpoint(List.of(), List.of(), false, false, Map.of());

  public Endpoint {
    authorities = List.copyOf(authorities);
    clients = List.copyOf(clients);
    headers = Map.copyOf(headers);
  }

  /// A client's certificate with its chain, and its key; both may be one file.
  public record ClientCertificate(Path certificate, Path key) {}

  /// The same for a host that nobody has vouched for: its certificate counts, and it is shown none.
  public Endpoint ofStranger() {
    return new Endpoint(authorities, List.of(), plainHttp, false, Map.of());
  }

  /// What both say together.
  public Endpoint and(Endpoint other) {
    if (other.equals(PLAIN_TLS)) {
      return this;
    }
    List<Path> allAuthorities = new ArrayList<>(authorities);
    other.authorities.stream()
        .filter(each -> !authorities.contains(each))
        .forEach(allAuthorities::add);
    Map<String, String> allHeaders = new HashMap<>(other.headers);
    allHeaders.putAll(headers);
    return new Endpoint(
        allAuthorities,
        Stream.concat(clients.stream(), other.clients.stream()).distinct().toList(),
        plainHttp || other.plainHttp,
        skipVerify || other.skipVerify,
        allHeaders);
  }
}
