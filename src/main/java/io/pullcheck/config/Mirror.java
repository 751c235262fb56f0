package io.pullcheck.config;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A host that is asked for another registry's images, as containerd asks one (its `hosts.toml`
/// documentation).
///
/// @param host with its port, if it has one
/// @param root of its API: `/v2`, `/proxy/v2`, or any path with `override_path`
/// @param resolves whether it is asked what a tag is
/// @param pulls whether it is asked for what has a digest
/// @param endpoint how the nodes reach it as this registry's mirror, which says nothing of other
///   registries' mirrors at the same host; nothing for a mirror that `--config` names
public record Mirror(
    String host, String root, boolean resolves, boolean pulls, Optional<Endpoint> endpoint) {

  private static final String API = "/v2";
  private static final Pattern FORM =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+])(?::[0-9]+)?(?:/[\\w./-]*)?");

  public Mirror {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(endpoint, "endpoint");
  }

  /// One that `--config` names.
  public Mirror(String host, String root, boolean resolves, boolean pulls) {
    this(host, root, resolves, pulls, Optional.empty());
  }

  /// A mirror that does everything.
  ///
  /// @param text `host[:port][/path]`
  /// @param overridePath whether the path is the API's root; else `/v2` follows it
  /// @throws UsageError if it is none
  static Mirror parse(String text, boolean overridePath) {
    if (!FORM.matcher(text).matches()) {
      throw UsageError.value(text, "is not a value of mirrors", "HOST[:PORT][/PATH]");
    }
    int slash = text.indexOf('/');
    return slash < 0
        ? at(text, "", overridePath)
        : at(text.substring(0, slash), text.substring(slash), overridePath);
  }

  /// @param path may be empty
  static Mirror at(String host, String path, boolean overridePath) {
    String bare = path.replaceFirst("/+$", "");
    return new Mirror(host, overridePath || bare.endsWith(API) ? bare : bare + API, true, true);
  }

  /// Whether an image can come from it alone. What it says of a tag is of no use where it serves no
  /// manifests: containerd then asks the others for these.
  public boolean serves(boolean byDigest) {
    return pulls && (byDigest || resolves);
  }
}
