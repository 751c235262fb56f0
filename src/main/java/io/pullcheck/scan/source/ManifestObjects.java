package io.pullcheck.scan.source;

import io.pullcheck.model.Pull;
import io.pullcheck.scan.source.Tree.Mapping;
import io.pullcheck.scan.source.Tree.Scalar;
import io.pullcheck.workload.ContainerImage;
import io.pullcheck.workload.PrunedObject;
import io.pullcheck.workload.Workload;
import io.pullcheck.workload.WorkloadKind;
import io.pullcheck.workload.WorkloadObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.util.TokenBuffer;

/// Finds the images of one object of a manifest, whatever its kind. What has no kind is no object:
/// a chart's values, a configuration of another program.
final class ManifestObjects {

  // Values of one object. A Deployment with ten containers has some five hundred.
  private static final int MOST_VALUES = 500_000;
  private static final int MOST_LISTS = 10;
  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  // Of a pod template that stands in an object of an unknown kind, read as if it were a pod of its
  // own.
  private static final String TEMPLATE_SPEC = "spec";

  private final String namespace;
  private final ManifestSecrets secrets;
  private final Consumer<NamedPull> found;

  /// @param namespace of objects that do not say
  ManifestObjects(String namespace, ManifestSecrets secrets, Consumer<NamedPull> found) {
    this.namespace = namespace;
    this.secrets = secrets;
    this.found = found;
  }

  /// Takes in a document: an object, or a list of objects.
  void add(String file, Tree document) throws Unreadable {
    add(file, document, 0);
  }

  private void add(String file, Tree document, int lists) throws Unreadable {
    if (!(document instanceof Mapping object)
        || object.text("kind").isEmpty()
        || object.text("apiVersion").isEmpty()) {
      return;
    }
    String kind = object.text("kind");
    if (kind.endsWith("List") && object.entries().get("items") instanceof Tree.Sequence items) {
      if (lists == MOST_LISTS) {
        throw new Unreadable(object.line(), "more than " + MOST_LISTS + " lists of lists");
      }
      for (Tree item : items.items()) {
        add(file, withKindOf(object, item), lists + 1);
      }
      return;
    }
    switch (kind) {
      case "Secret" -> secrets.addSecret(object);
      case "ServiceAccount" -> secrets.addAccount(object);
      default -> addImages(new Place(file, object), known(object));
    }
  }

  // The items of a typed list, such as a DeploymentList, need not repeat their kind.
  private static Tree withKindOf(Mapping list, Tree item) {
    String kind = list.text("kind");
    if (!(item instanceof Mapping object)
        || kind.equals("List")
        || object.entries().containsKey("kind")) {
      return item;
    }
    Map<String, Tree> entries = new LinkedHashMap<>(object.entries());
    entries.put(
        "kind",
        new Scalar(
            Scalar.Type.TEXT, kind.substring(0, kind.length() - "List".length()), object.line()));
    entries.putIfAbsent("apiVersion", list.entries().get("apiVersion"));
    return object.with(entries);
  }

  // Any version of a group: clusters of before had apps/v1beta1 and extensions/v1beta1.
  private static Optional<WorkloadKind> known(Mapping object) {
    String apiVersion = object.text("apiVersion");
    String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    return WorkloadKind.BUILT_IN.stream()
        .filter(each -> each.kind().equals(object.text("kind")))
        .filter(each -> each.group().equals(group) || group.equals("extensions"))
        .findFirst();
  }

  /// Where an object stands.
  private record Place(String file, Mapping object) {
    Mapping metadata() {
      return object.mapping(METADATA).orElse(new Mapping(Map.of(), object.line()));
    }

    String name() {
      String name = metadata().text("name");
      String prefix = metadata().text("generateName");
      return name.isEmpty() && !prefix.isEmpty() ? prefix + "*" : name;
    }
  }

  private void addImages(Place place, Optional<WorkloadKind> kind) throws Unreadable {
    if (kind.isPresent()) {
      found(place, workload(place.object, kind.get(), namespace(place)), "");
      return;
    }
    for (PodSpecs.Found spec : PodSpecs.in(place.object)) {
      WorkloadKind carrier =
          new WorkloadKind("", "", place.object.text("kind"), "", TEMPLATE_SPEC, Set.of(), false);
      Map<String, Tree> pod = new LinkedHashMap<>();
      spec.metadata().ifPresent(metadata -> pod.put(METADATA, metadata));
      pod.put(SPEC, spec.podSpec());
      found(
          place,
          workload(place.object.with(pod), carrier, namespace(place)),
          spec.path().replaceFirst("spec$", ""));
    }
  }

  private String namespace(Place place) {
    String own = place.metadata().text("namespace");
    return own.isEmpty() ? namespace : own;
  }

  private static Workload workload(Mapping object, WorkloadKind kind, String namespace)
      throws Unreadable {
    try (TokenBuffer buffer = TokenBuffer.forGeneration()) {
      Tree.write(object, buffer, MOST_VALUES);
      try (JsonParser json = buffer.asParser(ObjectReadContext.empty())) {
        json.nextToken();
        return new WorkloadObject(PrunedObject.read(json, WorkloadObject.SHAPE))
            .workload(kind, namespace);
      }
    }
  }

  /// @param above the path from the object to the pod template, if its images' paths begin there
  private void found(Place place, Workload workload, String above) {
    List<ContainerImage> images = workload.images();
    for (ContainerImage image : images) {
      String path = above + image.path();
      Source source =
          new Source(
              workload.id().namespace(),
              workload.id().kind().kind(),
              place.name(),
              image.container(),
              path,
              place.file,
              place.object.line(path));
      Pull pull = workload.pull(image);
      found.accept(new NamedPull(pull, Optional.of(source)));
    }
  }
}
