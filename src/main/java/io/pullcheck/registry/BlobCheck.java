package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.content.ImageContent;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at the blobs of one image: whether its config and layers are there, and the platform that
/// the config names.
final class BlobCheck {

  private final RequestContext context;
  private final RegistryFacts facts;

  BlobCheck(RequestContext context) {
    this.context = context;
    this.facts = context.facts();
  }

  /// What a config says of its platform.
  sealed interface ConfigPlatform {
    /// The config was read.
    ///
    /// @param platform nothing if the config cannot be read
    record Known(Optional<Platform> platform) implements ConfigPlatform {}

    record Missing(NextStep.End why) implements ConfigPlatform {}
  }

  /// What a pull would fail by because a blob is missing; nothing if all are there.
  Optional<NextStep.End> missing(ImageContent.Image image, Authorization authorization) {
    return ContentCheck.first(
        Stream.concat(Stream.of(image.config()), image.layers().stream()).distinct().toList(),
        blob -> missing(blob, authorization));
  }

  /// The same of one blob.
  Optional<NextStep.End> missing(Descriptor blob, Authorization authorization) {
    if (!blob.canBeFetched()) {
      return Optional.of(
          Classification.last(Reason.BLOB_MISSING, "its manifest names no digest or size for it"));
    }
    return blob.urls().stream()
        .map(url -> elsewhere(url, blob))
        .flatMap(Optional::stream)
        .findFirst()
        .map(end -> ContentCheck.isThere(end) ? Optional.<NextStep.End>empty() : Optional.of(end))
        .orElseGet(() -> inRegistry(blob, authorization));
  }

  /// Asks a URL of the manifest, as a node does before it asks the registry: without any login.
  /// Only after a 404 the next one is asked (`Fetch` in containerd's
  /// core/remotes/docker/fetcher.go).
  private Optional<NextStep.End> elsewhere(String url, Descriptor blob) {
    try {
      HttpCall call = HttpCall.get(new URI(url), Map.of()).bodyLimit(0);
      return context.followWithoutToken(call, reply -> elsewhere(reply, blob));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Optional<NextStep.End> elsewhere(Reply reply, Descriptor blob) {
    return reply instanceof Reply.Response response && response.status() == 404
        ? Optional.empty()
        : answer(true, reply, blob);
  }

  private Optional<NextStep.End> inRegistry(Descriptor blob, Authorization authorization) {
    boolean byGet = facts.headUnreliable.getIfPresent(context.origin().host()) != null;
    NextStep.End end =
        ask(blob, authorization, byGet).or(() -> ask(blob, authorization, true)).orElseThrow();
    return ContentCheck.isThere(end) ? Optional.empty() : Optional.of(end);
  }

  // Empty if a GET must confirm what the HEAD says. A GET is cut off after the headers, since a
  // layer may be gigabytes.
  private Optional<NextStep.End> ask(Descriptor blob, Authorization authorization, boolean byGet) {
    URI uri = context.origin().blob(blob.digest());
    Map<String, String> headers = authorization.headers();
    HttpCall call = byGet ? HttpCall.get(uri, headers).bodyLimit(0) : HttpCall.head(uri, headers);
    return context.send(call, reply -> answer(byGet, reply, blob));
  }

  private Optional<NextStep.End> answer(boolean byGet, Reply reply, Descriptor blob) {
    return switch (reply) {
      case Reply.Failure failure -> Optional.of(Classification.failure(failure));
      case Reply.Response response when isOfAnotherSize(response, blob.size()) ->
          Optional.of(
              Classification.last(
                  Reason.BLOB_MISSING, "it has another size than its manifest says"));
      case Reply.Response response -> Classification.blob(byGet, response, context.now());
    };
  }

  // A compressed answer has another length than its content.
  private static boolean isOfAnotherSize(Reply.Response response, long size) {
    return response.status() == 200
        && response.header("content-encoding").isEmpty()
        && response
            .header("content-length")
            .filter(length -> !length.equals(Long.toString(size)))
            .isPresent();
  }

  /// The platform that an image's config names.
  ConfigPlatform platform(Descriptor config, Authorization authorization) {
    if (!config.canBeFetched()) {
      return new ConfigPlatform.Missing(
          Classification.last(Reason.BLOB_MISSING, "its manifest names no digest or size for it"));
    }
    Optional<Platform> known = facts.platforms.getIfPresent(context.blob(config.digest()));
    if (known != null) {
      return new ConfigPlatform.Known(known);
    }
    HttpCall call =
        HttpCall.get(context.origin().blob(config.digest()), authorization.headers())
            .bodyLimit(ManifestCheck.MANIFEST_LIMIT);
    return context.follow(call, reply -> platform(config.digest(), reply));
  }

  private ConfigPlatform platform(String config, Reply reply) {
    return switch (reply) {
      case Reply.Failure failure -> new ConfigPlatform.Missing(Classification.failure(failure));
      case Reply.Response response when response.status() != 200 ->
          new ConfigPlatform.Missing(
              Classification.blob(true, response, context.now()).orElseThrow());
      case Reply.Response response when response.body().length() >= ManifestCheck.MANIFEST_LIMIT ->
          new ConfigPlatform.Missing(
              Classification.last(Reason.TOO_LARGE, "its config is longer than 4 MiB"));
      case Reply.Response response when !ContentDigest.isOf(config, response.body()) ->
          new ConfigPlatform.Missing(
              Classification.last(Reason.DIGEST_MISMATCH, "its config is another one"));
      case Reply.Response response -> {
        Optional<Platform> platform = ImageContent.platformOf(response.body());
        facts.platforms.put(context.blob(config), platform);
        yield new ConfigPlatform.Known(platform);
      }
    };
  }
}
