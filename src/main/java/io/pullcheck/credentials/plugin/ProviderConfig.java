package io.pullcheck.credentials.plugin;

import io.pullcheck.credentials.docker.Location;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One provider of the kubelet's `CredentialProviderConfig`, after all checks.
///
/// @param name the name of the plugin's executable in the plugins' folder
/// @param matchImages patterns; the plugin runs only for images that match one of them
/// @param defaultCacheDuration how long an answer holds that does not say so; zero: it is not
///   cached
/// @param apiVersion the version of the plugin's requests and responses
/// @param environment added to the environment of Pullcheck's own process
/// @param needsToken the plugin needs a token that is bound to a running pod, which Pullcheck
///   cannot have
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
