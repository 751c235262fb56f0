package io.pullcheck.registry.content;

import io.pullcheck.model.Platform;

/// The platform of an index's entry, or of a config.
final class PlatformFields implements TypedJson.Fields {

  private String os = "";
  private String architecture = "";
  private String variant = "";
  private String osVersion = "";
  private boolean needsFeatures;

  @Override
  public void field(String name, TypedJson value) {
    switch (name) {
      case "os" -> os = value.text(os);
      case "architecture" -> architecture = value.text(architecture);
      case "variant" -> variant = value.text(variant);
      case "os.version" -> osVersion = value.text(osVersion);
      case "os.features" -> value.array(each -> needsFeatures |= isFeature(each.text("")));
      default -> value.skip();
    }
  }

  // Of Windows' own feature containerd takes no notice.
  private static boolean isFeature(String name) {
    return !name.isEmpty() && !name.equals("win32k");
  }

  /// As Go's normalisation, on a node that runs Linux, has it.
  Platform platform() {
    return needsFeatures
        ? ImageContent.UNKNOWN
        : new Platform(os.isEmpty() ? "linux" : os, architecture, variant, osVersion);
  }
}
