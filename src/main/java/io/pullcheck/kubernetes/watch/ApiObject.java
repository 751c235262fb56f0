package io.pullcheck.kubernetes.watch;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

/// An object of the API, of which only what is read is decoded: fabric8 takes any class that names
/// its group, version and kind. Managed fields and annotations (with the whole object as it was
/// last applied) are most of what an API server sends, and never become Java objects here.
@JsonDeserialize(using = ValueDeserializer.None.class)
@JsonIgnoreProperties(ignoreUnknown = true)
interface ApiObject extends HasMetadata {

  ObjectMeta metadata();

  @Override
  @JsonIncludeProperties({"namespace", "name", "resourceVersion", "labels", "ownerReferences"})
  default ObjectMeta getMetadata() {
    return metadata();
  }

  @Override
  default void setMetadata(ObjectMeta metadata) {
    throw new UnsupportedOperationException("read only");
  }

  /// Does nothing: the class says it, and the client sets it on everything that it lists.
  @Override
  default void setApiVersion(String version) {}

  default String namespace() {
    return metadata().getNamespace();
  }

  default String name() {
    return metadata().getName();
  }
}
