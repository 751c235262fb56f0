package io.pullcheck.notification;

import io.pullcheck.model.KnownRegistry;
import io.pullcheck.notification.Body.Resource;
import io.pullcheck.workload.ApiJson;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads a notification, by the shape of which it is told who sends it. Pure.
///
/// To add a registry is to add a method to the chain in [#recognised], what it reads to [Body], and
/// a recorded body to the test.
final class NotificationParser {

  // A clean-up that deletes thousands of images sends them one by one; this is for a flood.
  private static final int MOST_HINTS = 1_000;

  private static final Set<String> CHANGES = Set.of("push", "delete");
  private static final Set<String> HARBOR =
      Set.of(
          "PUSH_ARTIFACT", "DELETE_ARTIFACT", "harbor.artifact.pushed", "harbor.artifact.deleted");
  private static final Set<String> ARTIFACTORY = Set.of("pushed", "deleted", "promoted");

  private NotificationParser() {}

  static Notification parse(byte[] body) {
    try (JsonParser json = ApiJson.FACTORY.createParser(ObjectReadContext.empty(), body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Notification.Malformed("the body is not a JSON object");
      }
      Body read = Body.read(json);
      if (json.nextToken() != null) {
        return new Notification.Malformed("the body goes on after the notification");
      }
      return recognised(read)
          .orElse(new Notification.Malformed("not a notification of a registry that is known"));
    } catch (JacksonException e) {
      return new Notification.Malformed("the body is not valid JSON");
    }
  }

  private static Optional<Notification> recognised(Body body) {
    return distribution(body)
        .or(() -> acr(body))
        .or(() -> harbor(body))
        .or(() -> artifactory(body))
        .or(() -> ecr(body))
        .or(() -> quay(body));
  }

  /// `application/vnd.docker.distribution.events.v1+json`
  /// (distribution.github.io/distribution/about/notifications).
  private static Optional<Notification> distribution(Body body) {
    return body.events().isEmpty()
        ? Optional.empty()
        : Optional.of(ofEvents(Source.DISTRIBUTION, body.events()));
  }

  /// learn.microsoft.com/azure/container-registry/container-registry-webhook-reference.
  private static Optional<Notification> acr(Body body) {
    return body.action().isEmpty()
        ? Optional.empty()
        : Optional.of(
            ofEvents(
                Source.ACR, List.of(new Body.Event(body.action(), body.target(), body.request()))));
  }

  private static Notification ofEvents(Source source, List<Body.Event> events) {
    if (events.stream().noneMatch(event -> CHANGES.contains(event.action()))) {
      return new Notification.Other(source);
    }
    return changes(
        source,
        events.stream()
            .filter(event -> CHANGES.contains(event.action()))
            .filter(event -> isManifest(event.target().mediaType()))
            .map(
                event ->
                    Hint.of(
                        Hint.given(event.request().host()),
                        event.target().repository(),
                        event.target().tag(),
                        event.target().digest())));
  }

  // What is deleted comes without a type; layers and configs are pushed with theirs.
  private static boolean isManifest(String mediaType) {
    return mediaType.isEmpty()
        || mediaType.contains(".manifest.")
        || mediaType.contains(".image.index.");
  }

  /// goharbor.io/docs/main/working-with-projects/project-configuration/configure-webhooks: its own
  /// format, and CloudEvents.
  private static Optional<Notification> harbor(Body body) {
    String repository = body.harbor().repository().fullName() + body.data().repository().fullName();
    boolean ofHarbor = !repository.isEmpty() || body.type().startsWith("harbor.");
    if (body.type().isEmpty() || !ofHarbor) {
      return Optional.empty();
    }
    return Optional.of(
        HARBOR.contains(body.type())
            ? changes(
                Source.HARBOR,
                Stream.concat(body.harbor().resources().stream(), body.data().resources().stream())
                    .map(resource -> ofHarbor(repository, resource)))
            : new Notification.Other(Source.HARBOR));
  }

  // The tag of an artifact without tags is its digest.
  private static Hint ofHarbor(String repository, Resource resource) {
    return Hint.of(
        hostOf("https://" + resource.resourceUrl()),
        repository,
        resource.tag().contains(":") ? "" : resource.tag(),
        resource.digest());
  }

  /// jfrog.com/help, "Domain: docker". The images of a local repository are pulled through virtual
  /// ones, whose key stands in its place, or in the host: only the image's own name is certain.
  private static Optional<Notification> artifactory(Body body) {
    if (!body.domain().equals("docker") || body.eventType().isEmpty()) {
      return Optional.empty();
    }
    Body.Data data = body.data();
    String digest = data.sha256().isEmpty() ? "" : "sha256:" + data.sha256();
    return Optional.of(
        ARTIFACTORY.contains(body.eventType())
            ? changes(
                Source.ARTIFACTORY,
                Stream.of(
                    new Hint(
                        Optional.empty(),
                        data.imageName(),
                        true,
                        Hint.given(data.tag()),
                        Hint.given(digest))))
            : new Notification.Other(Source.ARTIFACTORY));
  }

  /// docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html, as EventBridge hands it
  /// to an API destination.
  private static Optional<Notification> ecr(Body body) {
    if (!body.detailType().startsWith("ECR ")) {
      return Optional.empty();
    }
    Body.Detail detail = body.detail();
    boolean changed =
        body.detailType().equals("ECR Image Action")
            && CHANGES.contains(detail.actionType().toLowerCase(Locale.ROOT))
            && detail.result().equals("SUCCESS");
    return Optional.of(
        changed
            ? changes(
                Source.ECR,
                Stream.of(
                    Hint.of(
                        Optional.of(KnownRegistry.amazonEcr(body.account(), body.region())),
                        detail.repositoryName(),
                        detail.imageTag(),
                        detail.imageDigest())))
            : new Notification.Other(Source.ECR));
  }

  /// docs.redhat.com, "Repository notifications". Quay tells of no deletion.
  private static Optional<Notification> quay(Body body) {
    if (body.dockerUrl().isEmpty() || body.repository().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        body.updatedTags().isEmpty()
            ? new Notification.Other(Source.QUAY)
            : changes(
                Source.QUAY,
                body.updatedTags().stream()
                    .map(
                        tag ->
                            Hint.of(
                                hostOf("https://" + body.dockerUrl()),
                                body.repository(),
                                tag,
                                ""))));
  }

  private static Notification changes(Source source, Stream<Hint> hints) {
    return new Notification.Changes(
        source,
        hints.filter(hint -> !hint.repository().isEmpty()).distinct().limit(MOST_HINTS).toList());
  }

  private static Optional<String> hostOf(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getAuthority());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
