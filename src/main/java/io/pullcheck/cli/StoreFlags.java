package io.pullcheck.cli;

import io.pullcheck.config.ServeConfig;
import io.pullcheck.config.UsageError;
import io.pullcheck.model.PrintableText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags for the store in which the clusters of a fleet share their verdicts.
final class StoreFlags {

  private static final String FLAG = "--verdict-store";
  private static final int LONGEST_PREFIX = 100;
  // What stands before the last @ of the authority is a login.
  private static final Pattern URL =
      Pattern.compile("(?:redis|rediss|redis-sentinel|rediss-sentinel)://([^/?#]+)(?:[/?#].*)?");

  @Option(
      names = FLAG,
      showDefaultValue = Visibility.NEVER,
      paramLabel = "URL",
      description =
          "Redis 7 or Valkey: redis://HOST:PORT or rediss:// (TLS), redis-sentinel://HOST,HOST#MASTER, or several hosts of a cluster. Without a password.")
  private String url = "";

  @Option(
      names = "--verdict-store-credentials-file",
      paramLabel = "FILE",
      description =
          "USER:PASSWORD, and in a second line the Sentinels' own, if they have one. Read again when it changes.")
  private @Nullable Path credentials;

  @Option(
      names = "--verdict-store-key-file",
      paramLabel = "FILE",
      description =
          "The fleet key: 32 bytes or more, the same in all clusters. Signs verdicts and hides what they are of.")
  private @Nullable Path key;

  @Option(
      names = "--verdict-store-prefix",
      paramLabel = "TEXT",
      description = "Before every key in the store, and its channel.")
  private String prefix = "pullcheck:";

  @Option(
      names = "--verdict-store-ca",
      paramLabel = "FILE",
      description = "PEM: the CA of the store's certificate. Default: the JVM's own CAs.")
  private @Nullable Path authority;

  /// @param cluster `--cluster-name`
  Optional<ServeConfig.Store> config(Optional<String> cluster) {
    if (url.isEmpty()) {
      return Optional.empty();
    }
    checkUrl();
    if (key == null) {
      throw new UsageError(FLAG + " needs --verdict-store-key-file, which signs what stands there");
    }
    if (cluster.isEmpty()) {
      throw new UsageError(
          FLAG + " needs --cluster-name, by which the fleet knows whose verdict one is");
    }
    if (prefix.length() > LONGEST_PREFIX
        || !prefix.equals(PrintableText.of(prefix))
        || prefix.contains("{")) {
      throw UsageError.value(
              prefix,
              "cannot begin a key",
              "printable ASCII without {, " + LONGEST_PREFIX + " characters")
          .at("--verdict-store-prefix");
    }
    return Optional.of(
        new ServeConfig.Store(
            url, Optional.ofNullable(credentials), key, prefix, Optional.ofNullable(authority)));
  }

  // The URL is not repeated: it may hold a password.
  private void checkUrl() {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new UsageError(
          FLAG + ": no URL of a store (allowed: redis, rediss, redis-sentinel, rediss-sentinel)");
    }
    if (parts.group(1).contains("@")) {
      throw new UsageError(
          FLAG
              + ": a URL stands in process lists and manifests: put user and password into"
              + " --verdict-store-credentials-file");
    }
  }
}
