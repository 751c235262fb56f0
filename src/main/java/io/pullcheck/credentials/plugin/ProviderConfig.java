package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.docker.Location;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One plugin of the kubelet's `CredentialProviderConfig`, read and valid.
///
/// @param name its executable in the plugins' folder
/// @param matchImages patterns of the images that it is asked for
/// @param defaultCacheDuration for answers that do not say themselves; zero: not cached
/// @param apiVersion of request and response
/// @param environment added to our own
/// @param needsToken it works with a token bound to a running Pod, which we cannot have
record ProviderConfig(
    String name,
    List<Location> matchImages,
    Duration defaultCacheDuration,
    String apiVersion,
    List<String> args,
    Map<String, String> environment,
    boolean needsToken) {

  ProviderConfig {
    Objects.requireNonNull(name, "name");
    matchImages = List.copyOf(matchImages);
    Objects.requireNonNull(defaultCacheDuration, "defaultCacheDuration");
    Objects.requireNonNull(apiVersion, "apiVersion");
    args = List.copyOf(args);
    environment = Map.copyOf(environment);
  }
}
