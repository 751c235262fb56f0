package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import io.pullcheck.model.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A node, of which only its platform is decoded.
@Group("")
@Version("v1")
@Kind("Node")
record NodeObject(ObjectMeta metadata, @Nullable Status status) implements ApiObject {

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Status(@Nullable NodeInfo nodeInfo) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record NodeInfo(@Nullable String operatingSystem, @Nullable String architecture) {}

  /// Nothing until its kubelet has reported.
  Optional<Platform> platform() {
    NodeInfo info = status == null ? null : status.nodeInfo;
    if (info == null
        || info.operatingSystem == null
        || info.architecture == null
        || info.operatingSystem.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Platform(info.operatingSystem, info.architecture));
  }
}
