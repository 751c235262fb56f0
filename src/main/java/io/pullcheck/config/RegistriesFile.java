package io.pullcheck.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `--config` file: YAML with per-registry settings.
public record RegistriesFile(List<HostSettings> registries) {

  public static final RegistriesFile EMPTY = new RegistriesFile(List.of());

  public RegistriesFile(@Nullable List<HostSettings> registries) {
    this.registries = registries == null ? List.of() : List.copyOf(registries);
    Set<String> hosts = new HashSet<>();
    for (HostSettings entry : this.registries) {
      if (!hosts.add(entry.host())) {
        throw UsageError.value(
            entry.host(), "stands twice among the registries", "one entry a host");
      }
    }
  }

  /// Reads and checks the whole file.
  ///
  /// @throws UsageError with one line that names the file, the line and what is allowed
  public static RegistriesFile read(Path file) {
    return parse(file, StrictYaml.text(file));
  }

  /// As [#read], of a file whose content has been read.
  public static RegistriesFile parse(Path file, String text) {
    return StrictYaml.parse(file, text, RegistriesFile.class).orElse(EMPTY);
  }
}
