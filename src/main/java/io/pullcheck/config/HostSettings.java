package io.pullcheck.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pullcheck.model.KnownRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings of one registry, or of all under one domain: an entry of `registries` in the
/// `--config` file.
///
/// @param host `registry.example.com`, with a port where references have one, or `*.example.com`
/// @param mirrors asked in order before the registry itself: `host[:port][/path]`
/// @param overridePath as containerd's `override_path`: the mirrors' paths take the place of `/v2`
/// @param authHosts further hosts that may see this registry's credentials, in lower case
/// @param requestsPerSecond 0: no limit
/// @param concurrency checks at a time, 1 to 1000
/// @param ca PEM file with further CAs for this host
/// @param plainHttp HTTP and nothing else
/// @param skipVerify accept any certificate
/// @param verify nothing: as `--verify` says
public record HostSettings(
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

  private static final double DEFAULT_RATE = 50;
  private static final int DEFAULT_CONCURRENCY = 8;
  private static final int MOST_CONCURRENCY = 1000;

  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?[A-Za-z0-9.-]+(?::[0-9]+)?|\\[[0-9a-fA-F:]+](?::[0-9]+)?");
  private static final Pattern MIRROR =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(?::[0-9]+)?(?:/[\\w./-]*)?");

  public HostSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(ca, "ca");
    Objects.requireNonNull(verify, "verify");
    mirrors = List.copyOf(mirrors);
    mirrors.forEach(each -> check(each, MIRROR, "mirrors", "HOST[:PORT][/PATH]"));
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

  /// From the file, in which everything but the host may be left out.
  ///
  /// @throws UsageError if a value is refused
  @JsonCreator
  static HostSettings of(
      @JsonProperty("host") @Nullable String host,
      @JsonProperty("mirrors") @Nullable List<String> mirrors,
      @JsonProperty("overridePath") boolean overridePath,
      @JsonProperty("authHosts") @Nullable List<String> authHosts,
      @JsonProperty("requestsPerSecond") @Nullable Double requestsPerSecond,
      @JsonProperty("concurrency") @Nullable Integer concurrency,
      @JsonProperty("ca") @Nullable Path ca,
      @JsonProperty("plainHttp") boolean plainHttp,
      @JsonProperty("skipVerify") boolean skipVerify,
      @JsonProperty("verify") @Nullable Verification verify) {
    String named = host == null ? "" : host;
    check(named, HOST, "host", "HOST[:PORT] or *.DOMAIN");
    return new HostSettings(
        named,
        mirrors == null ? List.of() : mirrors,
        overridePath,
        authHosts == null ? Set.of() : Set.copyOf(authHosts),
        requestsPerSecond == null ? defaultRate(named) : requestsPerSecond,
        concurrency == null ? DEFAULT_CONCURRENCY : concurrency,
        Optional.ofNullable(ca),
        plainHttp,
        skipVerify,
        Optional.ofNullable(verify));
  }

  /// The settings of a host for which the user has set none. Its rate is 50 requests a second, less
  /// for some public registries.
  static HostSettings defaults(String host) {
    return new HostSettings(
        host,
        List.of(),
        false,
        Set.of(),
        defaultRate(host),
        DEFAULT_CONCURRENCY,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }

  private static double defaultRate(String host) {
    return KnownRegistry.of(host.toLowerCase(Locale.ROOT))
        .flatMap(KnownRegistry::requestsPerSecond)
        .orElse(DEFAULT_RATE);
  }

  HostSettings withRequestsPerSecond(double rate) {
    return new HostSettings(
        host,
        mirrors,
        overridePath,
        authHosts,
        rate,
        concurrency,
        ca,
        plainHttp,
        skipVerify,
        verify);
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
