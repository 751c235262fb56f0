package io.pullcheck.serve;

/// The version of this build, as its jar's manifest says.
public final class Version {

  private Version() {}

  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
