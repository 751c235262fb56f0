package io.pullcheck.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One entry of `registries` in the `--config` file: the settings of one registry, or of all under
/// one domain.
///
/// @param host `registry.example.com`, with a port where the image has one, or `*.example.com`
/// @param mirrors asked in order before the registry itself: `host[:port][/path]`
/// @param overridePath as containerd's `override_path`: the mirrors' paths take the place of `/v2`
/// @param authHosts further hosts that may see this registry's credentials
/// @param requestsPerSecond 0: no limit; empty: the built-in limit of the host
/// @param concurrency requests under way at a time; empty: the built-in limit
/// @param ca PEM file with further CAs for this host
/// @param plainHttp HTTP and nothing else
/// @param skipVerify take any certificate
/// @param verify overrides `--verify`
public record RegistryEntry(
    String host,
    List<String> mirrors,
    boolean overridePath,
    List<String> authHosts,
    Optional<Double> requestsPerSecond,
    Optional<Integer> concurrency,
    Optional<Path> ca,
    boolean plainHttp,
    boolean skipVerify,
    Optional<Verification> verify) {

  private static final Pattern HOST =
      Pattern.compile("(?:\\*\\.)?[A-Za-z0-9.-]+(?::[0-9]+)?|\\[[0-9a-fA-F:]+](?::[0-9]+)?");
  private static final Pattern MIRROR =
      Pattern.compile("(?:[A-Za-z0-9.-]+|\\[[0-9a-fA-F:]+])(?::[0-9]+)?(?:/[\\w./-]*)?");

  public RegistryEntry {
    checked(host, HOST, "host", "HOST[:PORT] or *.DOMAIN");
    mirrors = List.copyOf(mirrors);
    authHosts = List.copyOf(authHosts);
    mirrors.forEach(each -> checked(each, MIRROR, "mirrors", "HOST[:PORT][/PATH]"));
    authHosts.forEach(each -> checked(each, HOST, "authHosts", "HOST[:PORT]"));
    requestsPerSecond.ifPresent(RegistryEntry::checkRate);
    concurrency.ifPresent(RegistryEntry::checkConcurrency);
  }

  /// From the file, in which everything but the host may be left out.
  @JsonCreator
  static RegistryEntry of(
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
    return new RegistryEntry(
        host == null ? "" : host,
        mirrors == null ? List.of() : mirrors,
        overridePath,
        authHosts == null ? List.of() : authHosts,
        Optional.ofNullable(requestsPerSecond),
        Optional.ofNullable(concurrency),
        Optional.ofNullable(ca),
        plainHttp,
        skipVerify,
        Optional.ofNullable(verify));
  }

  private static void checked(String value, Pattern form, String key, String allowed) {
    if (!form.matcher(value).matches()) {
      throw UsageError.value(value, "is not a value of " + key, allowed);
    }
  }

  private static void checkRate(double rate) {
    if (!Double.isFinite(rate) || rate < 0) {
      throw UsageError.value(
          Double.toString(rate), "is not a value of requestsPerSecond", "0 or more; 0: no limit");
    }
  }

  private static void checkConcurrency(int concurrency) {
    if (concurrency < 1 || concurrency > 1000) {
      throw UsageError.value(
          Integer.toString(concurrency), "is not a value of concurrency", "1 to 1000");
    }
  }
}
