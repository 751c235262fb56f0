package io.pullcheck.credentials.plugin;

import io.pullcheck.config.GoDuration;
import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.docker.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One entry of `providers` as it is written, and the kubelet's checks of it
/// (pkg/credentialprovider/plugin/config.go, `validateCredentialProviderConfig`, v1.36).
record ProviderEntry(
    @Nullable String name,
    @Nullable List<@Nullable String> matchImages,
    @Nullable String defaultCacheDuration,
    @Nullable String apiVersion,
    @Nullable List<@Nullable String> args,
    @Nullable List<@Nullable Variable> env,
    @Nullable TokenAttributes tokenAttributes) {

  static final String V1 = "credentialprovider.kubelet.k8s.io/v1";
  private static final List<String> API_VERSIONS = List.of(V1, V1 + "beta1", V1 + "alpha1");

  record Variable(@Nullable String name, @Nullable String value) {}

  /// Checks all values.
  ///
  /// @throws UsageError if the kubelet would refuse one; the message starts with the field's name
  ProviderConfig provider() {
    String version = apiVersion == null ? "" : apiVersion;
    if (!API_VERSIONS.contains(version)) {
      throw new UsageError(
          "apiVersion '"
              + version
              + "' is not supported (allowed: "
              + String.join(", ", API_VERSIONS)
              + ")");
    }
    if (tokenAttributes != null) {
      tokenAttributes.check(version);
    }
    return new ProviderConfig(
        validName(),
        locations(),
        cacheDuration(),
        version,
        texts(args),
        environment(),
        tokenAttributes != null);
  }

  private String validName() {
    String text = name == null ? "" : name;
    if (text.isEmpty() || text.equals(".") || text.equals("..") || text.matches("(?s).*[/ ].*")) {
      throw new UsageError(
          "name '"
              + text
              + "' cannot be (allowed: a file's name in the plugins' folder, without slashes and spaces)");
    }
    return text;
  }

  private List<Location> locations() {
    List<Location> locations = new ArrayList<>();
    for (String image : texts(matchImages)) {
      Optional<Location> location = Location.parse(image);
      locations.add(
          location.orElseThrow(
              () ->
                  new UsageError(
                      "matchImages '"
                          + image
                          + "' cannot be (allowed: HOST[:PORT][/PATH], with * in the host)")));
    }
    if (locations.isEmpty()) {
      throw new UsageError("matchImages is missing (allowed: at least one pattern)");
    }
    return locations;
  }

  private Duration cacheDuration() {
    String text = defaultCacheDuration == null ? "" : defaultCacheDuration;
    return GoDuration.read(text)
        .filter(duration -> !duration.isNegative())
        .orElseThrow(
            () ->
                new UsageError(
                    "defaultCacheDuration '"
                        + text
                        + "' cannot be (allowed: 0s or more, such as 10m)"));
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (Variable variable : env == null ? List.<Variable>of() : env) {
      if (variable != null && variable.name != null) {
        environment.put(variable.name, variable.value == null ? "" : variable.value);
      }
    }
    return environment;
  }

  // Go reads a null in a list of strings as an empty string.
  static List<String> texts(@Nullable List<@Nullable String> written) {
    List<String> texts = new ArrayList<>();
    for (String text : written == null ? List.<String>of() : written) {
      texts.add(text == null ? "" : text);
    }
    return texts;
  }
}
