package io.pullcheck.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pullcheck.model.KnownRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings of one registry, or of all under one domain: an entry of `registries` in the
/// `--config` file.
///
/// @param host `registry.example.com`, with a port where references have one, `*.example.com`, or
///   `*` for every host that has no entry of its own
/// @param mirrors asked in order before the registry itself
/// @param fallback whether the registry itself is asked after its mirrors
/// @param authHosts further hosts that may see this registry's credentials, in lower case
/// @param requestsPerSecond 0: no limit
/// @param concurrency checks at a time, 1 to 1000
/// @param endpoint how it is connected to
/// @param verify nothing: as `--verify` says
public record HostSettings(
    String host,
    List<Mirror> mirrors,
    boolean fallback,
    Set<String> authHosts,
    double requestsPerSecond,
    int concurrency,
    Endpoint endpoint,
    Optional<Verification> verify) {

  private static final double DEFAULT_RATE = 50;
  private static final int DEFAULT_CONCURRENCY = 8;
  private static final int MOST_CONCURRENCY = 1000;

  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?[A-Za-z0-9._-]+(?::[0-9]+)?|\\[[0-9a-fA-F:]+](?::[0-9]+)?");

  /// The name of the entry for every host without one of its own.
  static final String ANY = "*";

  public HostSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(verify, "verify");
    mirrors = List.copyOf(mirrors);
    authHosts.forEach(each -> check(each, HOST, "authHosts", "HOST[:PORT]"));
    authHosts =
        authHosts.stream()
            .map(each -> each.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (!Double.isFinite(requestsPerSecond) || requestsPerSecond < 0) {
      throw refused(
          Double.toString(requestsPerSecond), "requestsPerSecond", "0 or more; 0: no limit");
    }
    if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
      throw refused(Integer.toString(concurrency), "concurrency", "1 to " + MOST_CONCURRENCY);
    }
  }

  /// @param mirrors `host[:port][/path]` each
  /// @param overridePath as containerd's `override_path`: the mirrors' paths take the place of
  ///   `/v2`
  public HostSettings(
      String host,
      List<String> mirrors,
      boolean overridePath,
      Set<String> authHosts,
      double requestsPerSecond,
      int concurrency,
      Optional<Path> ca,
      boolean plainHttp,
      boolean skipVerify,
      Optional<Verification> verify) {
    this(
        host,
        mirrors.stream().map(each -> Mirror.parse(each, overridePath)).toList(),
        true,
        authHosts,
        requestsPerSecond,
        concurrency,
        new Endpoint(ca.stream().toList(), List.of(), plainHttp, skipVerify, Map.of()),
        verify);
  }

  /// From the file, in which everything but the host may be left out.
  ///
  /// @throws UsageError if a value is refused
  @JsonCreator
  static HostSettings of(
      @JsonProperty("host") @Nullable String host,
      @JsonProperty("mirrors") @Nullable List<String> mirrors,
      @JsonProperty("overridePath") boolean overridePath,
      @JsonProperty("fallback") @Nullable Boolean fallback,
      @JsonProperty("authHosts") @Nullable List<String> authHosts,
      @JsonProperty("requestsPerSecond") @Nullable Double requestsPerSecond,
      @JsonProperty("concurrency") @Nullable Integer concurrency,
      @JsonProperty("ca") @Nullable Path ca,
      @JsonProperty("clientCert") @Nullable Path clientCert,
      @JsonProperty("clientKey") @Nullable Path clientKey,
      @JsonProperty("plainHttp") boolean plainHttp,
      @JsonProperty("skipVerify") boolean skipVerify,
      @JsonProperty("verify") @Nullable Verification verify) {
    String named = host == null ? "" : host;
    if (!named.equals(ANY)) {
      check(named, HOST, "host", "HOST[:PORT], *.DOMAIN or *");
    }
    List<Mirror> asked =
        mirrors == null
            ? List.of()
            : mirrors.stream().map(each -> Mirror.parse(each, overridePath)).toList();
    boolean falls = fallback == null || fallback;
    if (!falls && asked.isEmpty()) {
      throw refused("false", "fallback", "true where there are no mirrors");
    }
    return new HostSettings(
        named,
        asked,
        falls,
        authHosts == null ? Set.of() : Set.copyOf(authHosts),
        requestsPerSecond == null ? defaultRate(named) : requestsPerSecond,
        concurrency == null ? DEFAULT_CONCURRENCY : concurrency,
        new Endpoint(
            ca == null ? List.of() : List.of(ca),
            client(clientCert, clientKey).stream().toList(),
            plainHttp,
            skipVerify,
            Map.of()),
        Optional.ofNullable(verify));
  }

  private static Optional<Endpoint.ClientCertificate> client(
      @Nullable Path certificate, @Nullable Path key) {
    if (certificate == null) {
      if (key != null) {
        throw refused(key.toString(), "clientKey", "one with a clientCert");
      }
      return Optional.empty();
    }
    return Optional.of(
        new Endpoint.ClientCertificate(certificate, key == null ? certificate : key));
  }

  /// The settings of a host for which the user has set none. Its rate is 50 requests a second, less
  /// for some public registries.
  static HostSettings defaults(String host) {
    return new HostSettings(
        host,
        List.of(),
        true,
        Set.of(),
        defaultRate(host),
        DEFAULT_CONCURRENCY,
        Endpoint.PLAIN_TLS,
        Optional.empty());
  }

  private static double defaultRate(String host) {
    return KnownRegistry.of(host.toLowerCase(Locale.ROOT))
        .flatMap(KnownRegistry::requestsPerSecond)
        .orElse(DEFAULT_RATE);
  }

  HostSettings withRequestsPerSecond(double rate) {
    return limited(rate, concurrency);
  }

  HostSettings limited(double rate, int atATime) {
    return new HostSettings(host, mirrors, fallback, authHosts, rate, atATime, endpoint, verify);
  }

  /// These settings of all hosts for one of them. Public registries keep their lower limits.
  HostSettings of(String one) {
    boolean general = requestsPerSecond == DEFAULT_RATE;
    return new HostSettings(
        one,
        mirrors,
        fallback,
        authHosts,
        general ? defaultRate(one) : requestsPerSecond,
        concurrency,
        endpoint,
        verify);
  }

  /// The same, but for where and how its host is reached.
  HostSettings reached(List<Mirror> by, boolean fallsBack, Endpoint how) {
    return new HostSettings(
        host, by, fallsBack, authHosts, requestsPerSecond, concurrency, how, verify);
  }

  public boolean plainHttp() {
    return endpoint.plainHttp();
  }

  private static void check(String value, Pattern form, String key, String allowed) {
    if (!form.matcher(value).matches()) {
      throw refused(value, key, allowed);
    }
  }

  private static UsageError refused(String value, String key, String allowed) {
    return UsageError.value(value, "is not a value of " + key, allowed);
  }
}
