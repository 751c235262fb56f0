package io.pullcheck.credentials.plugin;

import io.pullcheck.config.StrictYaml;
import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the value of `--image-credential-provider-config` as the kubelet does: one file, or all
/// `*.json`, `*.yaml` and `*.yml` of a folder in the order of their names
/// (pkg/credentialprovider/plugin/config.go, v1.36).
final class CredentialProviderFiles {

  private static final String KIND = "CredentialProviderConfig";
  private static final String V1 = "kubelet.config.k8s.io/v1";
  private static final List<String> API_VERSIONS = List.of(V1, V1 + "beta1", V1 + "alpha1");

  /// A file as it is written.
  record Written(
      @Nullable String kind,
      @Nullable String apiVersion,
      @Nullable List<@Nullable ProviderEntry> providers) {}

  private static final Written NOTHING = new Written(null, null, null);

  private CredentialProviderFiles() {}

  /// Reads all providers, at least one, each name once.
  ///
  /// @throws UsageError with one line that names the file, the field and what is allowed
  static List<ProviderConfig> read(Path fileOrFolder) {
    List<ProviderConfig> providers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files(fileOrFolder)) {
      for (ProviderConfig provider : providers(file)) {
        if (!names.add(provider.name())) {
          throw UsageError.file(file, "has the provider '" + provider.name() + "' again");
        }
        providers.add(provider);
      }
    }
    if (providers.isEmpty()) {
      throw UsageError.file(fileOrFolder, "has no providers (allowed: at least one)");
    }
    return providers;
  }

  private static List<Path> files(Path fileOrFolder) {
    if (!Files.isDirectory(fileOrFolder)) {
      return List.of(fileOrFolder);
    }
    try (Stream<Path> entries = Files.list(fileOrFolder)) {
      List<Path> files =
          entries
              .filter(each -> each.toString().matches("(?s).*\\.(json|yaml|yml)"))
              .filter(each -> !Files.isDirectory(each))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw UsageError.file(fileOrFolder, "has no *.json, *.yaml or *.yml");
      }
      return files;
    } catch (IOException e) {
      throw UsageError.unreadable(fileOrFolder, e);
    }
  }

  private static List<ProviderConfig> providers(Path file) {
    Written written = StrictYaml.read(file, Written.class).orElse(NOTHING);
    if (!KIND.equals(written.kind())) {
      throw UsageError.file(file, "has kind '" + written.kind() + "' (allowed: " + KIND + ")");
    }
    if (written.apiVersion() == null || !API_VERSIONS.contains(written.apiVersion())) {
      throw UsageError.file(
          file,
          "has apiVersion '"
              + written.apiVersion()
              + "' (allowed: "
              + String.join(", ", API_VERSIONS)
              + ")");
    }
    List<ProviderConfig> providers = new ArrayList<>();
    for (ProviderEntry entry :
        written.providers() == null ? List.<ProviderEntry>of() : written.providers()) {
      providers.add(provider(file, written.apiVersion(), providers.size(), entry));
    }
    return providers;
  }

  private static ProviderConfig provider(
      Path file, String apiVersion, int index, @Nullable ProviderEntry entry) {
    try {
      if (entry == null) {
        throw new UsageError("name is missing");
      }
      if (entry.tokenAttributes() != null && !apiVersion.equals(V1)) {
        throw new UsageError(
            "tokenAttributes is unknown in " + apiVersion + " (allowed: in " + V1 + ")");
      }
      return entry.provider();
    } catch (UsageError e) {
      throw UsageError.file(file, "providers[" + index + "]." + e.getMessage());
    }
  }
}
