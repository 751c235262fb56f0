package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.config.Verification;
import io.pullcheck.model.ContainerRuntime;
import io.pullcheck.model.ImageMirrors;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags for the requests to registries, which `serve` and `scan` share.
final class RegistryFlags {

  @Option(
      names = "--default-registry",
      paramLabel = "HOST",
      description = "For names without a registry.")
  private String defaultRegistry = ImageReference.DOCKER_HUB;

  @Option(
      names = "--image-mirror",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "ORIGINAL=MIRROR",
      description =
          "Repeatable; the longest matching prefix of an image's normalised name is replaced.")
  private List<String> imageMirrors = List.of();

  @Option(
      names = "--capath",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE",
      description = "Repeatable; PEM CAs added to the system's.")
  private List<Path> certificateAuthorities = List.of();

  @Option(
      names = "--skip-registry-cert-verification",
      arity = "1",
      paramLabel = "true|false",
      description = "Take any certificate; skipVerify for one registry in --config is better.")
  private Boolean skipVerification = false;

  @Option(
      names = "--allow-plain-http",
      arity = "1",
      paramLabel = "true|false",
      description =
          "HTTP, without a login, where HTTPS is not spoken; plainHttp for one registry in --config is better.")
  private Boolean allowPlainHttp = false;

  @Option(
      names = "--allow-loopback-registries",
      arity = "1",
      paramLabel = "true|false",
      description = "Registries at loopback addresses may be asked. Default: serve no, scan yes.")
  private @Nullable Boolean allowLoopback;

  @Option(
      names = "--deny-private-addresses",
      arity = "1",
      paramLabel = "true|false",
      description = "Registries at private addresses may not be asked.")
  private Boolean denyPrivate = false;

  @Option(
      names = "--verify",
      paramLabel = "LEVEL",
      description =
          "manifest: it exists; platform: also for every os/arch of the nodes; layers: also all of its parts.")
  private Verification verify = Verification.MANIFEST;

  @Option(
      names = "--platforms",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "OS/ARCH,OS/ARCH",
      split = ",",
      description = "In place of the nodes' own, for --verify=platform.")
  private List<String> platforms = List.of();

  @Option(
      names = "--container-runtime",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME",
      description =
          "containerd, which asks for manifests by HEAD, or cri-o, which asks by GET. Default: the nodes' own where they are watched, else containerd.")
  private @Nullable String runtime;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML with per-registry settings; reloaded when it changes.")
  private @Nullable Path settings;

  @Option(
      names = "--hosts-dir",
      paramLabel = "DIR",
      description =
          "containerd's certs.d folder as nodes have it (hosts.toml); reloaded when it changes.")
  private @Nullable Path hostsDirectory;

  /// @param loopbackByDefault whether registries at loopback addresses may be asked if no flag says
  ServeConfig.Registries config(boolean loopbackByDefault) {
    return new ServeConfig.Registries(
        registry(defaultRegistry),
        new ImageMirrors(
            imageMirrors.stream()
                .map(each -> UsageError.at("--image-mirror", () -> mirror(each)))
                .toList()),
        certificateAuthorities,
        skipVerification,
        allowPlainHttp,
        allowLoopback == null ? loopbackByDefault : allowLoopback,
        denyPrivate,
        verify,
        platforms(),
        Optional.ofNullable(runtime)
            .map(each -> UsageError.at("--container-runtime", () -> runtime(each))),
        Optional.ofNullable(settings),
        Optional.ofNullable(hostsDirectory));
  }

  private static String registry(String host) {
    if (!ImageReference.isRegistry(host)) {
      throw UsageError.value(
              host, "is not a registry", "HOST[:PORT], without a scheme and without a path")
          .at("--default-registry");
    }
    return host;
  }

  private Set<Platform> platforms() {
    Set<Platform> read =
        platforms.stream()
            .map(each -> UsageError.at("--platforms", () -> platform(each)))
            .collect(Collectors.toSet());
    if (!read.isEmpty() && verify == Verification.MANIFEST && settings == null) {
      throw UsageError.value(
              String.join(",", platforms),
              "is not looked at",
              "with --verify=platform or layers, or verify in --config")
          .at("--platforms");
    }
    return read;
  }

  private static ImageMirrors.Mirror mirror(String text) {
    return ImageMirrors.Mirror.parse(text)
        .orElseThrow(
            () ->
                UsageError.value(
                    text,
                    "is not a mirror",
                    "ORIGINAL=MIRROR, such as "
                        + ImageReference.DOCKER_HUB
                        + "=mirror.example.com/hub"));
  }

  private static ContainerRuntime runtime(String text) {
    return ContainerRuntime.parse(text)
        .orElseThrow(
            () -> UsageError.value(text, "is not a container runtime", "containerd, cri-o"));
  }

  private static Platform platform(String text) {
    return Platform.parse(text)
        .filter(Platform::isOfNodes)
        .orElseThrow(
            () ->
                UsageError.value(
                    text,
                    "is not a platform of nodes",
                    "OS/ARCH, such as linux/amd64; OS linux or windows, ARCH "
                        + String.join(", ", Platform.ARCHITECTURES)));
  }
}
