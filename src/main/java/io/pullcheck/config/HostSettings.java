package io.pullcheck.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How one registry host is spoken to.
///
/// @param mirrors asked in order before the registry itself: `host[:port][/path]`
/// @param overridePath the mirrors' paths take the place of `/v2`, as containerd's `override_path`
/// @param authHosts further hosts that may see this registry's credentials
/// @param requestsPerSecond 0: no limit
/// @param concurrency checks under way at a time
/// @param ca PEM file with CAs that are trusted besides the general ones
/// @param plainHttp HTTP and nothing else
/// @param skipVerify take any certificate
/// @param verification nothing: the general one
public record HostSettings(
    List<String> mirrors,
    boolean overridePath,
    Set<String> authHosts,
    double requestsPerSecond,
    int concurrency,
    Optional<Path> ca,
    boolean plainHttp,
    boolean skipVerify,
    Optional<Verification> verification) {

  private static final double RATE = 50;
  private static final int CONCURRENCY = 8;

  /// What holds where nothing is set.
  public static final HostSettings DEFAULT =
      new HostSettings(
          List.of(),
          false,
          Set.of(),
          RATE,
          CONCURRENCY,
          Optional.empty(),
          false,
          false,
          Optional.empty());

  public HostSettings {
    mirrors = List.copyOf(mirrors);
    authHosts =
        authHosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    Objects.requireNonNull(ca, "ca");
    Objects.requireNonNull(verification, "verification");
    if (!(requestsPerSecond >= 0) || concurrency < 1) {
      throw new IllegalArgumentException(
          "requestsPerSecond " + requestsPerSecond + ", concurrency " + concurrency);
    }
  }

  HostSettings withRequestsPerSecond(double rate) {
    return new HostSettings(
        mirrors,
        overridePath,
        authHosts,
        rate,
        concurrency,
        ca,
        plainHttp,
        skipVerify,
        verification);
  }
}
