package io.pullcheck.workload;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The annotations that say of an object that somebody fills in its images later. Until then they
/// are no image's names, or that of another image.
///
/// @param istioTemplates of a pod template: Istio's webhook fills in the images `auto` when a pod
///   is made (istio.io, gateway injection)
/// @param openShiftTriggers of an object: OpenShift's controller fills in the images ` ` when the
///   image stream has one (docs.openshift.com, triggering updates on image stream changes)
record ImageInjection(
    @JsonProperty(ISTIO) String istioTemplates,
    @JsonProperty(OPEN_SHIFT) String openShiftTriggers) {

  private static final String ISTIO = "inject.istio.io/templates";
  private static final String OPEN_SHIFT = "image.openshift.io/triggers";
  private static final String ANNOTATIONS = "metadata.annotations";

  /// Whether an image of the object is filled in later. What a pod has is what its node pulls.
  static boolean fillsIn(String image, WorkloadKind kind, PrunedObject object) {
    if (kind.equals(WorkloadKind.POD)) {
      return false;
    }
    return image.isBlank()
        ? !object.at(ANNOTATIONS).text(OPEN_SHIFT).isEmpty()
        : image.equals("auto") && !object.at(ofTemplate(kind)).text(ISTIO).isEmpty();
  }

  // Beside the pod spec, in the template.
  private static String ofTemplate(WorkloadKind kind) {
    String podSpec = kind.podSpecPath();
    return podSpec.substring(0, podSpec.lastIndexOf('.') + 1) + ANNOTATIONS;
  }
}
