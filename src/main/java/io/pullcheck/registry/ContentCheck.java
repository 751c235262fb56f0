package io.pullcheck.registry;

import io.pullcheck.config.Verification;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ManifestCheck.Content;
import io.pullcheck.registry.ManifestCheck.Manifest;
import io.pullcheck.registry.ManifestExchange.FollowUp;
import io.pullcheck.registry.auth.Authorization;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Looks behind a manifest that was found, rows 34 and 35 of the classification table: whether an
/// index has a manifest for each platform that is needed, and with [Verification#LAYERS] also
/// whether configs and layers are there. What a digest names never changes and is remembered, so
/// that later checks send HEADs only: by repository and credential, so that nobody learns from it
/// what they may not read.
///
/// Each step returns what a pull would fail by; nothing if all is there.
final class ContentCheck {

  // An index may name another index; deeper nesting is not looked into.
  private static final int DEEPEST = 2;

  private final RequestContext context;
  private final RegistryFacts facts;
  private final BlobCheck blobs;
  private final Verification verification;
  private final Set<Platform> needed;

  /// @param needed empty: platforms are not looked at, and all images of an index are needed
  ContentCheck(RequestContext context, Verification verification, Set<Platform> needed) {
    this.context = context;
    this.facts = context.facts();
    this.blobs = new BlobCheck(context);
    this.verification = verification;
    this.needed = needed;
  }

  /// @param digest the manifest's, if the registry said it
  Optional<NextStep.End> missing(
      ImageReference reference, Optional<String> digest, Authorization authorization) {
    return behind(reference, digest, authorization, needed, 0);
  }

  private Optional<NextStep.End> behind(
      ImageReference reference,
      Optional<String> digest,
      Authorization authorization,
      Set<Platform> platforms,
      int depth) {
    Optional<ImageContent> known =
        digest.flatMap(
            each -> Optional.ofNullable(facts.contents.getIfPresent(context.blob(each))));
    if (known.isPresent()) {
      return within(reference, known.get(), authorization, platforms, depth);
    }
    Manifest read = ManifestCheck.read(context, digest.map(reference::at).orElse(reference));
    if (read.content().isEmpty()) {
      return Optional.of(read.end().step());
    }
    return switch (read.content().get()) {
      case Content.Useless(NextStep.End why) -> Optional.of(why);
      case Content.Known(ImageContent content) -> {
        digest.ifPresent(each -> facts.contents.put(context.blob(each), content));
        yield within(reference, content, read.end().authorization(), platforms, depth);
      }
    };
  }

  private Optional<NextStep.End> within(
      ImageReference reference,
      ImageContent content,
      Authorization authorization,
      Set<Platform> platforms,
      int depth) {
    return switch (content) {
      case ImageContent.TooLarge(String detail) ->
          Optional.of(Classification.last(Reason.TOO_LARGE, detail));
      case ImageContent.Index index -> inIndex(reference, index, platforms, depth);
      case ImageContent.Image image ->
          // A child's platform stands in its index.
          depth == 0 && !needed.isEmpty()
              ? blobs
                  .ofAnotherPlatform(image, needed, authorization)
                  .or(() -> inImage(image, authorization))
              : inImage(image, authorization);
    };
  }

  private Optional<NextStep.End> inImage(ImageContent.Image image, Authorization authorization) {
    return verification == Verification.LAYERS
        ? blobs.missing(image, authorization)
        : Optional.empty();
  }

  private Optional<NextStep.End> inIndex(
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

  // Of several manifests for one platform (variants, versions of Windows) a node needs only one.
  private Optional<NextStep.End> forPlatform(
      ImageReference reference, List<ImageContent.Child> fitting, Platform platform, int depth) {
    Optional<NextStep.End> missing =
        Optional.of(
            Classification.last(Reason.NO_MATCHING_PLATFORM, "it has none for " + platform));
    for (ImageContent.Child child : fitting.reversed()) {
      missing = child(reference, child, Set.of(platform), depth);
      if (missing.isEmpty()) {
        return missing;
      }
    }
    return missing;
  }

  private Optional<NextStep.End> child(
      ImageReference reference, ImageContent.Child child, Set<Platform> platforms, int depth) {
    ImageReference manifest = reference.at(child.digest());
    FollowUp.End asked = ManifestCheck.ask(context, manifest);
    if (asked.step() instanceof NextStep.Final(Unavailable absent)
        && absent.state() == State.ABSENT) {
      return Optional.of(Classification.last(Reason.CHILD_MISSING, ""));
    }
    if (!isThere(asked.step())) {
      return Optional.of(asked.step());
    }
    return verification == Verification.LAYERS
        ? behind(manifest, Optional.of(child.digest()), asked.authorization(), platforms, depth + 1)
        : Optional.empty();
  }

  static <T> Optional<NextStep.End> first(
      List<T> all, Function<T, Optional<NextStep.End>> missing) {
    return all.stream().map(missing).flatMap(Optional::stream).findFirst();
  }

  static boolean isThere(NextStep step) {
    return step instanceof NextStep.Final(Verdict.Available _);
  }
}
