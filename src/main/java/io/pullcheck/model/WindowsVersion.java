package io.pullcheck.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which versions of Windows run which containers (containerd's `platform_windows_compat.go`).
///
/// @param build 20348 is Windows Server 2022
record WindowsVersion(int major, int minor, int build) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,5})(\\..*)?");
  private static final int SERVER_2022 = 20_348;
  private static final WindowsVersion NONE = new WindowsVersion(0, 0, 0);

  private static WindowsVersion of(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? new WindowsVersion(
            Integer.parseInt(form.group(1)),
            Integer.parseInt(form.group(2)),
            Integer.parseInt(form.group(3)))
        : NONE;
  }

  /// Does a node run a container of this version? Other systems than Windows do not look at it.
  static boolean runs(String os, String node, String container) {
    Optional<WindowsVersion> host =
        Optional.of(of(node)).filter(each -> os.equals("windows") && !each.equals(NONE));
    return container.isEmpty() || host.map(each -> each.runs(of(container))).orElse(true);
  }

  // Since Server 2022 a release runs containers from the one of the same or the last generation.
  private boolean runs(WindowsVersion container) {
    if (major != container.major || minor != container.minor) {
      return false;
    }
    return build < SERVER_2022
        ? build == container.build
        : SERVER_2022 <= container.build && container.build <= build;
  }
}
