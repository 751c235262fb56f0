package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;

/// A namespace, of which only its labels are decoded.
@Group("")
@Version("v1")
@Kind("Namespace")
record NamespaceObject(ObjectMeta metadata) implements ApiObject {

  Map<String, String> labels() {
    return Map.copyOf(metadata.getLabels());
  }
}
