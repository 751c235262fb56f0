package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.ServeConfig.TlsMode;
import io.pullcheck.config.UsageError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags for the webhook's certificate.
final class TlsFlags {

  @Option(
      names = "--tls-mode",
      paramLabel = "self|files",
      description =
          "self: an own CA in a Secret, rotated, caBundle injected; files: the three files below.")
  private TlsMode mode = TlsMode.SELF;

  @Option(
      names = "--tls-cert-file",
      paramLabel = "FILE",
      description = "PEM, leaf first; re-read when it changes.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-private-key-file",
      paramLabel = "FILE",
      description = "PEM; re-read when it changes.")
  private @Nullable Path privateKey;

  @Option(
      names = "--tls-ca-file",
      paramLabel = "FILE",
      description = "PEM, for the caBundle; without it none is set.")
  private @Nullable Path authority;

  @Option(
      names = "--tls-san",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "NAME|IP",
      split = ",",
      description = "Repeatable; further names of the certificate with --tls-mode=self.")
  private List<String> alternativeNames = List.of();

  ServeConfig.Tls config() {
    if (mode == TlsMode.FILES && (certificate == null || privateKey == null)) {
      String missing = certificate == null ? "--tls-cert-file" : "--tls-private-key-file";
      throw UsageError.value("", "is missing", "a PEM file, with --tls-mode=files").at(missing);
    }
    if (mode == TlsMode.SELF) {
      refuse("--tls-cert-file", certificate);
      refuse("--tls-private-key-file", privateKey);
      refuse("--tls-ca-file", authority);
    }
    if (alternativeNames.stream().anyMatch(String::isBlank)) {
      throw UsageError.value("", "is no name", "host names or addresses").at("--tls-san");
    }
    return new ServeConfig.Tls(
        mode,
        Optional.ofNullable(certificate),
        Optional.ofNullable(privateKey),
        Optional.ofNullable(authority),
        alternativeNames);
  }

  private static void refuse(String flag, @Nullable Path file) {
    if (file != null) {
      throw UsageError.value(file.toString(), "is not read", "only with --tls-mode=files").at(flag);
    }
  }
}
