package io.pullcheck.serve;

/// The version of this build, from the manifest of its jar.
public final class Version {

  private Version() {}

  /// Such as `1.2.0`; `development` if the classes do not come from a jar.
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
