package io.pullcheck.registry;

import io.pullcheck.config.Verification;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Platform;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.State;
import io.pullcheck.model.Verdict;
import io.pullcheck.model.Verdict.Unavailable;
import io.pullcheck.registry.ManifestCheck.Content;
import io.pullcheck.registry.ManifestCheck.Manifest;
import io.pullcheck.registry.ManifestExchange.FollowUp;
import io.pullcheck.registry.RegistryFacts.KnownContent;
import io.pullcheck.registry.auth.Authorization;
import io.pullcheck.registry.content.Descriptor;
import io.pullcheck.registry.content.ImageContent;
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
  private final boolean mounted;

  /// What a manifest names, and how requests for that are authorized.
  record Behind(ImageContent content, Authorization authorization) {}

  /// What came of looking behind a manifest.
  sealed interface Look {
    record Found(Behind behind) implements Look {}

    record Missing(NextStep.End why) implements Look {}
  }

  /// @param attempt without platforms: they are not looked at, and all images of an index are
  ///   needed
  ContentCheck(RequestContext context, Verification verification, PullAttempt attempt) {
    this.context = context;
    this.facts = context.facts();
    this.blobs = new BlobCheck(context);
    this.verification = verification;
    this.needed = attempt.platforms();
    this.mounted = attempt.mounted();
  }

  /// @param found the manifest that the reference names
  Optional<NextStep.End> missing(ImageReference reference, FollowUp.End found) {
    Descriptor manifest = found.found();
    return switch (behind(reference, manifest, found.authorization())) {
      case Look.Missing(NextStep.End why) -> Optional.of(why);
      case Look.Found(Behind(ImageContent.Index index, var _)) ->
          needed.isEmpty()
              ? verification == Verification.LAYERS
                  ? first(
                      index.images(),
                      child -> child(reference, child.content(), Optional.empty(), 0))
                  : Optional.empty()
              : first(
                  needed.stream().sorted(Comparator.comparing(Platform::toString)).toList(),
                  node -> inIndex(reference, index, node, 0));
      case Look.Found(Behind(ImageContent.Image image, Authorization authorization)) ->
          single(image, authorization);
      case Look.Found(Behind(var unusable, var _)) -> unusable(unusable);
    };
  }

  /// A single manifest is pulled for every platform, and then starts on its own only.
  private Optional<NextStep.End> single(ImageContent.Image image, Authorization authorization) {
    if (!image.config().isConfig()) {
      return Optional.of(Classification.last(Reason.NOT_AN_IMAGE, ""));
    }
    Optional<NextStep.End> missing = inImage(image, authorization);
    if (missing.isPresent() || needed.isEmpty() || mounted) {
      return missing;
    }
    return switch (blobs.platform(image.config(), authorization)) {
      case BlobCheck.ConfigPlatform.Missing(NextStep.End why) -> Optional.of(why);
      case BlobCheck.ConfigPlatform.Known(var platform) ->
          platform
              .filter(each -> !each.architecture().isEmpty())
              .flatMap(
                  each ->
                      needed.stream()
                          .filter(node -> node.rank(each).isEmpty())
                          .map(Platform::toString)
                          .sorted()
                          .findFirst())
              .map(node -> Classification.last(Reason.WRONG_PLATFORM, "it is not for " + node));
    };
  }

  private Optional<NextStep.End> unusable(ImageContent content) {
    return switch (content) {
      case ImageContent.TooLarge(String detail) ->
          Optional.of(Classification.last(Reason.TOO_LARGE, detail));
      case ImageContent.Unreadable _ ->
          Optional.of(
              Classification.last(Reason.UNEXPECTED_RESPONSE, "its manifest cannot be read"));
      case ImageContent.Index _, ImageContent.Image _ -> Optional.empty();
    };
  }

  /// A node fetches every child that is for its platform or names none, and then takes the best.
  private Optional<NextStep.End> inIndex(
      ImageReference reference, ImageContent.Index index, Platform node, int depth) {
    if (depth == DEEPEST) {
      return Optional.empty();
    }
    List<ImageContent.Child> fetched =
        index.children().stream()
            .filter(child -> child.platform().map(node::fetches).orElse(true))
            .distinct()
            .toList();
    return first(fetched, child -> child(reference, child.content(), Optional.of(node), depth))
        .or(() -> choice(reference, index, node, depth));
  }

  /// Of the children that run on the node the first of the best rank, before those that name no
  /// platform; only that one counts (`Manifest` in containerd's core/images/image.go).
  private Optional<NextStep.End> choice(
      ImageReference reference, ImageContent.Index index, Platform node, int depth) {
    Optional<ImageContent.Child> best =
        index.children().stream()
            .filter(child -> child.platform().map(each -> node.rank(each).isPresent()).orElse(true))
            .min(
                Comparator.comparingInt(
                    child -> child.platform().flatMap(node::rank).orElse(Integer.MAX_VALUE)));
    boolean fetched =
        best.filter(child -> child.platform().map(node::fetches).orElse(true)).isPresent();
    return fetched
        ? chosen(reference, best.orElseThrow(), node, depth)
        : Optional.of(noneFor(node));
  }

  private Optional<NextStep.End> chosen(
      ImageReference reference, ImageContent.Child child, Platform node, int depth) {
    Descriptor content = child.content();
    if (!content.isManifest() && !content.isIndex()) {
      return Optional.of(noneFor(node));
    }
    return switch (behind(reference.at(content.digest()), content, Authorization.NONE)) {
      case Look.Missing(NextStep.End why) -> Optional.of(why);
      case Look.Found(Behind(ImageContent.Index index, var _)) ->
          inIndex(reference, index, node, depth + 1);
      case Look.Found(Behind(ImageContent.Image image, Authorization authorization)) ->
          image(image, child, node, authorization);
      case Look.Found(Behind(var unusable, var _)) -> unusable(unusable);
    };
  }

  private Optional<NextStep.End> image(
      ImageContent.Image image, ImageContent.Child child, Platform node, Authorization by) {
    if (!image.config().isConfig()) {
      return Optional.of(Classification.last(Reason.NOT_AN_IMAGE, ""));
    }
    if (child.platform().isPresent()) {
      return Optional.empty();
    }
    return switch (blobs.platform(image.config(), by)) {
      case BlobCheck.ConfigPlatform.Missing(NextStep.End why) -> Optional.of(why);
      case BlobCheck.ConfigPlatform.Known(var platform) ->
          platform.flatMap(node::rank).isPresent() ? Optional.empty() : Optional.of(noneFor(node));
    };
  }

  private static NextStep.End noneFor(Platform node) {
    return Classification.last(Reason.NO_MATCHING_PLATFORM, "it has none for " + node);
  }

  private Optional<NextStep.End> inImage(ImageContent.Image image, Authorization authorization) {
    return verification == Verification.LAYERS
        ? blobs.missing(image, authorization)
        : Optional.empty();
  }

  /// @param node nothing: for all platforms
  private Optional<NextStep.End> child(
      ImageReference reference, Descriptor child, Optional<Platform> node, int depth) {
    if (!child.canBeFetched()) {
      return Optional.of(
          Classification.last(Reason.CHILD_MISSING, "its index names no digest or size for it"));
    }
    ImageReference manifest = reference.at(child.digest());
    if (!child.isManifest() && !child.isIndex()) {
      return verification == Verification.LAYERS
          ? blobs.missing(child, ManifestCheck.ask(context, reference).authorization())
          : Optional.empty();
    }
    Authorization by = Authorization.NONE;
    if (known(child).isPresent()) {
      FollowUp.End asked = ManifestCheck.ask(context, manifest);
      if (!isThere(asked.step())) {
        return Optional.of(childMissing(asked.step()));
      }
      by = asked.authorization();
    }
    return switch (behind(manifest, child, by)) {
      case Look.Missing(NextStep.End why) -> Optional.of(childMissing(why));
      case Look.Found(Behind(ImageContent.Index index, var _)) ->
          depth + 1 >= DEEPEST ? Optional.empty() : fetched(reference, index, node, depth + 1);
      case Look.Found(Behind(ImageContent.Image image, Authorization authorization)) ->
          inImage(image, authorization);
      case Look.Found(Behind(var unusable, var _)) -> unusable(unusable);
    };
  }

  private Optional<NextStep.End> fetched(
      ImageReference reference, ImageContent.Index index, Optional<Platform> node, int depth) {
    return first(
        node.isEmpty() ? index.images() : index.children(),
        each ->
            node.isEmpty() || each.platform().map(node.get()::fetches).orElse(true)
                ? child(reference, each.content(), node, depth)
                : Optional.empty());
  }

  private static NextStep.End childMissing(NextStep.End step) {
    return step instanceof NextStep.Final(Unavailable absent) && absent.state() == State.ABSENT
        ? Classification.last(Reason.CHILD_MISSING, absent.detail())
        : step;
  }

  private Optional<KnownContent> known(Descriptor manifest) {
    return Optional.of(manifest.digest())
        .filter(digest -> !digest.isEmpty())
        .map(digest -> facts.contents.getIfPresent(context.blob(digest)))
        .filter(known -> known.mediaType().equals(manifest.mediaType()));
  }

  /// What a manifest names, read if it is not known.
  private Look behind(ImageReference reference, Descriptor manifest, Authorization authorization) {
    Optional<KnownContent> known = known(manifest);
    if (known.isPresent()) {
      return sized(known.get(), manifest, authorization);
    }
    boolean digested = !manifest.digest().isEmpty();
    Manifest read =
        ManifestCheck.read(
            context, digested ? reference.at(manifest.digest()) : reference, manifest);
    return switch (read.content().orElse(new Content.Useless(read.end().step()))) {
      case Content.Useless(NextStep.End why) -> new Look.Missing(why);
      case Content.Known(KnownContent content) -> {
        if (digested) {
          facts.contents.put(context.blob(manifest.digest()), content);
        }
        yield sized(content, manifest, read.end().authorization());
      }
    };
  }

  private static Look sized(KnownContent known, Descriptor manifest, Authorization by) {
    return manifest.size() > 0 && manifest.size() != known.size()
        ? new Look.Missing(
            Classification.last(
                Reason.DIGEST_MISMATCH, "its manifest has another size than was announced"))
        : new Look.Found(new Behind(known.content(), by));
  }

  static <T> Optional<NextStep.End> first(
      List<T> all, Function<T, Optional<NextStep.End>> missing) {
    return all.stream().map(missing).flatMap(Optional::stream).findFirst();
  }

  static boolean isThere(NextStep step) {
    return step instanceof NextStep.Final(Verdict.Available _);
  }
}
