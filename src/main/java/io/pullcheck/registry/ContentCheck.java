package io.pullcheck.registry;

import io.pullcheck.config.Verification;
import io.pullcheck.model.Digests;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.http.HttpCall;
import io.pullcheck.registry.http.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Looks behind a manifest that was found, rows 34 and 35 of the classification table: whether
/// there is one for each platform that is needed, and with [Verification#LAYERS] also configs and
/// layers. What a digest names never changes and is remembered, so that later checks send HEADs
/// only.
final class ContentCheck {

  // An index in an index is allowed; deeper ones nobody builds.
  private static final int DEEPEST = 2;

  private final RequestContext asking;
  private final ManifestCheck.Shared shared;
  private final Verification verification;
  private final Set<Platform> needed;

  /// @param needed empty: platforms are not looked at, and all children of an index are needed
  ContentCheck(RequestContext asking, Verification verification, Set<Platform> needed) {
    this.asking = asking;
    this.shared = asking.shared();
    this.verification = verification;
    this.needed = needed;
  }

  /// What a pull of this manifest would miss; nothing if all is there.
  ///
  /// @param digest the manifest's, if the registry said it
  Optional<NextStep> missing(
      ImageReference reference, Optional<String> digest, Authorization authorization) {
    return behind(reference, digest, authorization, needed, 0);
  }

  private Optional<NextStep> behind(
      ImageReference reference,
      Optional<String> digest,
      Authorization authorization,
      Set<Platform> platforms,
      int depth) {
    Optional<ImageContent> known = digest.flatMap(shared.memory().contents::get);
    if (known.isPresent()) {
      return within(reference, known.get(), authorization, platforms, depth);
    }
    ManifestCheck reading =
        ManifestCheck.reading(asking, digest.map(reference::at).orElse(reference));
    NextStep ruling = reading.run();
    if (!isThere(ruling)) {
      return Optional.of(ruling);
    }
    if (digest.isPresent() && !Digests.isOf(digest.get(), reading.body())) {
      return Optional.of(last(Reason.DIGEST_MISMATCH, ""));
    }
    Optional<ImageContent> content = ImageContent.read(reading.body());
    if (content.isEmpty()) {
      return Optional.of(last(Reason.UNEXPECTED_RESPONSE, "its manifest cannot be read"));
    }
    digest.ifPresent(each -> shared.memory().contents.put(each, content.get()));
    return within(reference, content.get(), reading.authorization(), platforms, depth);
  }

  private Optional<NextStep> within(
      ImageReference reference,
      ImageContent content,
      Authorization authorization,
      Set<Platform> platforms,
      int depth) {
    return switch (content) {
      case ImageContent.Index index -> inIndex(reference, index, platforms, depth);
      case ImageContent.Image image ->
          depth == 0
              ? ofAnotherPlatform(image, authorization).or(() -> inImage(image, authorization))
              : inImage(image, authorization);
    };
  }

  private Optional<NextStep> inIndex(
      ImageReference reference, ImageContent.Index index, Set<Platform> platforms, int depth) {
    if (depth == DEEPEST) {
      return Optional.empty();
    }
    if (platforms.isEmpty()) {
      return verification == Verification.LAYERS
          ? first(index.images(), child -> child(reference, child, platforms, depth))
          : Optional.empty();
    }
    return first(
        platforms.stream().sorted(Comparator.comparing(Platform::toString)).toList(),
        platform -> forPlatform(reference, index.fitting(platform), platform, depth));
  }

  // Of several for one platform (variants, versions of Windows) a node takes one that is there.
  private Optional<NextStep> forPlatform(
      ImageReference reference, List<ImageContent.Child> fitting, Platform platform, int depth) {
    Optional<NextStep> trouble =
        Optional.of(last(Reason.NO_MATCHING_PLATFORM, "it has none for " + platform));
    for (ImageContent.Child child : fitting.reversed()) {
      trouble = child(reference, child, Set.of(platform), depth);
      if (trouble.isEmpty()) {
        return trouble;
      }
    }
    return trouble;
  }

  private Optional<NextStep> child(
      ImageReference reference, ImageContent.Child child, Set<Platform> platforms, int depth) {
    ImageReference there = reference.at(child.digest());
    ManifestCheck check = new ManifestCheck(asking, there);
    NextStep ruling = check.run();
    if (ruling instanceof NextStep.Final(Unavailable absent) && absent.state() == State.ABSENT) {
      return Optional.of(last(Reason.CHILD_MISSING, ""));
    }
    if (!isThere(ruling)) {
      return Optional.of(ruling);
    }
    return verification == Verification.LAYERS
        ? behind(there, Optional.of(child.digest()), check.authorization(), platforms, depth + 1)
        : Optional.empty();
  }

  private Optional<NextStep> ofAnotherPlatform(
      ImageContent.Image image, Authorization authorization) {
    if (needed.isEmpty()) {
      return Optional.empty();
    }
    Optional<Optional<Platform>> known = shared.memory().platforms.get(image.config());
    if (known.isPresent()) {
      return other(known.get());
    }
    HttpCall call =
        HttpCall.get(asking.origin().blob(image.config()), authorization.headers())
            .bodyLimit(ManifestCheck.MANIFEST_LIMIT);
    asking.visit().request();
    return switch (shared
        .requests()
        .follow(call, asking.origin().host(), asking.visit().deadline())) {
      case Reply.Failure failure -> Optional.of(Classification.failure(failure));
      case Reply.Response response when response.status() == 200 -> {
        if (!Digests.isOf(image.config(), response.body())) {
          yield Optional.of(last(Reason.DIGEST_MISMATCH, "its config is another one"));
        }
        Optional<Platform> platform = ImageContent.platformOf(response.body());
        shared.memory().platforms.put(image.config(), platform);
        yield other(platform);
      }
      case Reply.Response response -> Optional.of(judge(true, response));
    };
  }

  // What names no platform (a chart, a signature) is for none in particular.
  private Optional<NextStep> other(Optional<Platform> platform) {
    return platform.flatMap(
        has ->
            needed.stream()
                .filter(need -> !need.equals(has))
                .map(Platform::toString)
                .sorted()
                .findFirst()
                .map(need -> last(Reason.NO_MATCHING_PLATFORM, "it is not for " + need)));
  }

  private Optional<NextStep> inImage(ImageContent.Image image, Authorization authorization) {
    if (verification != Verification.LAYERS) {
      return Optional.empty();
    }
    List<String> blobs = new ArrayList<>();
    blobs.add(image.config());
    blobs.addAll(image.layers());
    return first(blobs.stream().distinct().toList(), blob -> blob(blob, authorization));
  }

  private Optional<NextStep> blob(String digest, Authorization authorization) {
    boolean byGet = shared.memory().headUnreliable.get(asking.origin().host()).isPresent();
    NextStep ruling = blob(digest, authorization, byGet);
    if (ruling instanceof NextStep.AskByGet) {
      ruling = blob(digest, authorization, true);
    }
    return isThere(ruling) ? Optional.empty() : Optional.of(ruling);
  }

  // A GET is cut off after the headers: a layer may be gigabytes.
  private NextStep blob(String digest, Authorization authorization, boolean byGet) {
    var uri = asking.origin().blob(digest);
    Map<String, String> headers = authorization.headers();
    HttpCall call = byGet ? HttpCall.get(uri, headers).bodyLimit(0) : HttpCall.head(uri, headers);
    asking.visit().request();
    return switch (shared
        .requests()
        .send(call, asking.origin().host(), asking.visit().deadline())) {
      case Reply.Failure failure -> Classification.failure(failure);
      case Reply.Response response -> judge(byGet, response);
    };
  }

  private NextStep judge(boolean byGet, Reply.Response response) {
    return Classification.blob(byGet, response, shared.clock().instant());
  }

  private static <T> Optional<NextStep> first(
      List<T> all, Function<T, Optional<NextStep>> trouble) {
    return all.stream().map(trouble).flatMap(Optional::stream).findFirst();
  }

  private static boolean isThere(NextStep ruling) {
    return ruling instanceof NextStep.Final(Verdict.Available _);
  }

  private static NextStep last(Reason reason, String detail) {
    return new NextStep.Final(new Unavailable(reason.state(), reason, detail));
  }
}
