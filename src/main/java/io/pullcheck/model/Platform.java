package io.pullcheck.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// A platform in the words of an image index, `linux` and `amd64`, normalised as containerd does
/// (its module `platforms`, database.go): `x86_64` is `amd64`, and case does not matter.
///
/// @param variant of the architecture: `v7`; empty for the usual one
/// @param osVersion of Windows: `10.0.20348.1`; empty: any
public record Platform(String os, String architecture, String variant, String osVersion) {

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9]+)(?:\\(([0-9.]+)\\))?/([a-z0-9_]+)(?:/(v?[0-9.]+))?");
  private static final int OLDEST_ARM = 5;
  private static final int USUAL_ARM = 7;

  /// Of the machines for which there is a kubelet.
  public static final List<String> ARCHITECTURES =
      List.of("amd64", "arm64", "arm", "386", "ppc64le", "s390x", "riscv64", "loong64", "mips64le");

  public Platform {
    os = os.toLowerCase(Locale.ROOT);
    Objects.requireNonNull(osVersion, "osVersion");
    String[] normal =
        normalized(architecture.toLowerCase(Locale.ROOT), variant.toLowerCase(Locale.ROOT));
    architecture = normal[0];
    variant = normal[1];
  }

  public Platform(String os, String architecture) {
    this(os, architecture, "", "");
  }

  /// Reads `linux/amd64`, `linux/arm/v6` or `windows(10.0.20348)/amd64`.
  public static Optional<Platform> parse(String text) {
    var form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Platform(
                form.group(1),
                form.group(3),
                Objects.requireNonNullElse(form.group(4), ""),
                Objects.requireNonNullElse(form.group(2), "")))
        : Optional.empty();
  }

  /// Whether there are nodes of this kind, so that it is no slip of the pen.
  public boolean isOfNodes() {
    return (os.equals("linux") || os.equals("windows")) && ARCHITECTURES.contains(architecture);
  }

  private static String[] normalized(String architecture, String variant) {
    return switch (architecture) {
      case "i386" -> new String[] {"386", ""};
      case "x86_64", "x86-64", "amd64" ->
          new String[] {"amd64", variant.equals("v1") ? "" : variant};
      case "aarch64", "arm64" -> new String[] {"arm64", arm64(variant)};
      case "armhf" -> new String[] {"arm", "v7"};
      case "armel" -> new String[] {"arm", "v6"};
      case "arm" -> new String[] {"arm", arm(variant)};
      default -> new String[] {architecture, variant};
    };
  }

  private static String arm64(String variant) {
    return switch (variant) {
      case "8", "v8", "v8.0" -> "";
      case "9", "9.0", "v9.0" -> "v9";
      default -> variant;
    };
  }

  private static String arm(String variant) {
    return switch (variant) {
      case "", "7" -> "v" + USUAL_ARM;
      case "5", "6", "8" -> "v" + variant;
      default -> variant;
    };
  }

  /// Does a node of this platform fetch what is for the other one? Only what is for exactly its own
  /// (containerd's transfer service, `platforms.Ordered`).
  public boolean fetches(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && variant.equals(other.variant)
        && WindowsVersion.runs(os, osVersion, other.osVersion);
  }

  /// How well what is for the other platform runs on a node of this one, best first; nothing if not
  /// at all (containerd's `platforms.Only`): an amd64 node runs 386, an arm64 node runs arm.
  public Optional<Integer> rank(Platform other) {
    List<Platform> runs = runs();
    for (int rank = 0; rank < runs.size(); rank++) {
      if (runs.get(rank).fetches(other)) {
        return Optional.of(rank);
      }
    }
    return Optional.empty();
  }

  private List<Platform> runs() {
    List<Platform> all = new ArrayList<>(List.of(this));
    switch (architecture) {
      case "amd64" -> {
        addBelow(all, architecture, variant.isEmpty() ? 1 : number(), 1);
        all.add(new Platform(os, "386", "", osVersion));
      }
      case "arm" -> addBelow(all, architecture, number(), OLDEST_ARM);
      case "arm64" -> addBelow(all, "arm", USUAL_ARM + 2, OLDEST_ARM);
      default -> {
        // Nothing but its own.
      }
    }
    return all;
  }

  private void addBelow(List<Platform> all, String of, int version, int last) {
    for (int each = version - 1; each >= last; each--) {
      all.add(new Platform(os, of, "v" + each, osVersion));
    }
  }

  private int number() {
    return variant.matches("v[0-9]") ? variant.charAt(1) - '0' : 0;
  }

  @Override
  public String toString() {
    boolean usual = variant.isEmpty() || (architecture.equals("arm") && variant.equals("v7"));
    return os + "/" + architecture + (usual ? "" : "/" + variant);
  }
}
