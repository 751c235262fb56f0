package io.pullcheck.registry;

import io.pullcheck.model.ContentDigest;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /// What a pull would fail by because a blob is missing; nothing if all are there.
  Optional<NextStep.End> missing(ImageContent.Image image, Authorization authorization) {
    return ContentCheck.first(
        Stream.concat(Stream.of(image.config()), image.layers().stream()).distinct().toList(),
        blob -> missing(blob, authorization));
  }

  private Optional<NextStep.End> missing(String digest, Authorization authorization) {
    boolean byGet = facts.headUnreliable.getIfPresent(context.origin().host()) != null;
    NextStep.End end =
        ask(digest, authorization, byGet).or(() -> ask(digest, authorization, true)).orElseThrow();
    return ContentCheck.isThere(end) ? Optional.empty() : Optional.of(end);
  }

  // Empty if a GET must confirm what the HEAD says. A GET is cut off after the headers, since a
  // layer may be gigabytes.
  private Optional<NextStep.End> ask(String digest, Authorization authorization, boolean byGet) {
    URI uri = context.origin().blob(digest);
    Map<String, String> headers = authorization.headers();
    HttpCall call = byGet ? HttpCall.get(uri, headers).bodyLimit(0) : HttpCall.head(uri, headers);
    return context.send(
        call,
        reply ->
            switch (reply) {
              case Reply.Failure failure -> Optional.of(Classification.failure(failure));
              case Reply.Response response -> Classification.blob(byGet, response, context.now());
            });
  }

  /// What a pull on a node of these platforms would fail by, as far as the image's config says.
  Optional<NextStep.End> ofAnotherPlatform(
      ImageContent.Image image, Set<Platform> needed, Authorization authorization) {
    Optional<Platform> known = facts.platforms.getIfPresent(context.blob(image.config()));
    if (known != null) {
      return other(known, needed);
    }
    HttpCall call =
        HttpCall.get(context.origin().blob(image.config()), authorization.headers())
            .bodyLimit(ManifestCheck.MANIFEST_LIMIT);
    return context.follow(call, reply -> ofAnotherPlatform(image.config(), needed, reply));
  }

  private Optional<NextStep.End> ofAnotherPlatform(
      String config, Set<Platform> needed, Reply reply) {
    return switch (reply) {
      case Reply.Failure failure -> Optional.of(Classification.failure(failure));
      case Reply.Response response when response.status() != 200 ->
          Classification.blob(true, response, context.now());
      case Reply.Response response when response.body().length() >= ManifestCheck.MANIFEST_LIMIT ->
          Optional.of(Classification.last(Reason.TOO_LARGE, "its config is longer than 4 MiB"));
      case Reply.Response response when !ContentDigest.isOf(config, response.body()) ->
          Optional.of(Classification.last(Reason.DIGEST_MISMATCH, "its config is another one"));
      case Reply.Response response -> {
        Optional<Platform> platform = ImageContent.platformOf(response.body());
        facts.platforms.put(context.blob(config), platform);
        yield other(platform, needed);
      }
    };
  }

  // What names no platform (a chart, a signature) fits all nodes.
  private static Optional<NextStep.End> other(Optional<Platform> platform, Set<Platform> needed) {
    return platform.flatMap(
        has ->
            needed.stream()
                .filter(need -> !need.equals(has))
                .map(Platform::toString)
                .sorted()
                .findFirst()
                .map(
                    need ->
                        Classification.last(Reason.NO_MATCHING_PLATFORM, "it is not for " + need)));
  }
}
