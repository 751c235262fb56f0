package io.pullcheck.admission;

/// Bodies of reviews, as short as a test needs them.
final class ReviewJson {

  private ReviewJson() {}

  static final String UID = "705ab4f5-6393-11e8-b7cc-42010a800002";

  /// A Deployment is created.
  static String deployment(String podSpec) {
    return request(
        """
        "kind": {"group": "apps", "version": "v1", "kind": "Deployment"}, "operation": "CREATE",
        "object": {"metadata": {"name": "web"}, "spec": {"template": {"spec": %s}}}
        """
            .formatted(podSpec));
  }

  static String podSpec(String... images) {
    StringBuilder containers = new StringBuilder();
    for (int i = 0; i < images.length; i++) {
      containers
          .append(i == 0 ? "" : ",")
          .append("{\"name\":\"c")
          .append(i)
          .append("\",\"image\":\"")
          .append(images[i])
          .append("\"}");
    }
    return "{\"containers\":[" + containers + "]}";
  }

  /// @param fields of the request, besides uid and namespace
  static String request(String fields) {
    return """
        {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
         "request": {"uid": "%s", "namespace": "shop", %s}}
        """
        .formatted(UID, fields);
  }
}
