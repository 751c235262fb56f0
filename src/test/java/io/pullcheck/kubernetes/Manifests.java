package io.pullcheck.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;

/// Objects from YAML, decoded as the client does it.
final class Manifests {

  private Manifests() {}

  static <T> T read(Class<T> type, String yaml) {
    return ClusterConnection.serialization().unmarshal(yaml, type);
  }

  static ObjectMeta meta(String namespace, String name, String version) {
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(namespace);
    meta.setName(name);
    meta.setResourceVersion(version);
    return meta;
  }
}
