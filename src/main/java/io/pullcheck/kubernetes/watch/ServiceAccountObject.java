package io.pullcheck.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A service account, of which only its pull secrets are decoded.
@Group("")
@Version("v1")
@Kind("ServiceAccount")
record ServiceAccountObject(ObjectMeta metadata, @Nullable List<PodSpec.Reference> imagePullSecrets)
    implements ApiObject, Namespaced {

  List<String> pullSecrets() {
    return PodSpec.Reference.names(imagePullSecrets);
  }
}
