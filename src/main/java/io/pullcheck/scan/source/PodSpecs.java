package io.pullcheck.scan.source;

import io.pullcheck.scan.source.Tree.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Searches an object of a kind that Kubernetes itself does not have for pod specs: mappings with a
/// list `containers` of which one names an image.
final class PodSpecs {

  private static final int MOST_VALUES = 500_000;

  /// A pod spec in an object.
  ///
  /// @param path where it stands: `spec.jobs[0].template.spec`
  /// @param metadata of its pod template
  record Found(String path, Mapping podSpec, Optional<Mapping> metadata) {}

  private final List<Found> found = new ArrayList<>();
  private int left = MOST_VALUES;

  private PodSpecs() {}

  static List<Found> in(Mapping object) throws Unreadable {
    PodSpecs search = new PodSpecs();
    search.search("", object, Optional.empty());
    return search.found;
  }

  private void search(String path, Tree tree, Optional<Mapping> parent) throws Unreadable {
    if (--left < 0) {
      throw new Unreadable(tree.line(), "its aliases stand for more values than Pullcheck reads");
    }
    switch (tree) {
      case Tree.Scalar _ -> {}
      case Tree.Sequence sequence -> {
        for (int i = 0; i < sequence.items().size(); i++) {
          search(path + "[" + i + "]", sequence.items().get(i), Optional.empty());
        }
      }
      case Mapping mapping -> {
        if (isPodSpec(mapping)) {
          found.add(new Found(path, mapping, parent.flatMap(each -> each.mapping("metadata"))));
        } else {
          for (Map.Entry<String, Tree> entry : mapping.entries().entrySet()) {
            String below = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            search(below, entry.getValue(), Optional.of(mapping));
          }
        }
      }
    }
  }

  private static boolean isPodSpec(Mapping mapping) {
    return mapping.mappings("containers").stream().anyMatch(each -> !each.text("image").isEmpty());
  }
}
