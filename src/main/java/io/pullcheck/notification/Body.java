package io.pullcheck.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pullcheck.workload.PrunedObject;
import java.util.List;
import tools.jackson.core.JsonParser;

/// What is read of a notification, whoever sends it; all else is skipped while it is parsed. What
/// has another type than here counts as not there.
record Body(
    List<Event> events,
    String action,
    Target target,
    Request request,
    String type,
    @JsonProperty("event_data") HarborData harbor,
    Data data,
    String repository,
    @JsonProperty("docker_url") String dockerUrl,
    @JsonProperty("updated_tags") List<String> updatedTags,
    String domain,
    @JsonProperty("event_type") String eventType,
    @JsonProperty("jpd_origin") String origin,
    @JsonProperty("detail-type") String detailType,
    String account,
    String region,
    Detail detail) {

  /// An event of distribution; ACR sends one alone, with nothing around it.
  record Event(String action, Target target, Request request) {}

  record Target(String mediaType, String digest, String repository, String tag) {}

  /// @param host by which the registry was asked
  record Request(String host) {}

  record HarborData(List<Resource> resources, Repository repository) {}

  record Resource(String digest, String tag, @JsonProperty("resource_url") String resourceUrl) {}

  record Repository(@JsonProperty("repo_full_name") String fullName) {}

  /// Of Artifactory, and of Harbor's CloudEvents.
  record Data(
      List<Resource> resources,
      Repository repository,
      @JsonProperty("image_name") String imageName,
      String tag,
      String sha256) {}

  record Detail(
      String result,
      @JsonProperty("repository-name") String repositoryName,
      @JsonProperty("image-digest") String imageDigest,
      @JsonProperty("action-type") String actionType,
      @JsonProperty("image-tag") String imageTag) {}

  /// Reads the object that starts at the current token.
  static Body read(JsonParser json) {
    return PrunedObject.read(json, Body.class);
  }
}
