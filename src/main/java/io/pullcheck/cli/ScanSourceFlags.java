package io.pullcheck.cli;

import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Flags of `scan` for files that name images.
final class ScanSourceFlags {

  @Option(
      names = {"-f", "--filename"},
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE|DIR|-",
      description =
          "Repeatable; manifests, YAML or JSON: a file, a folder with those below it, or standard input.")
  private List<String> manifests = List.of();

  @Option(
      names = "--list",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "FILE|-",
      description = "Repeatable; a file of images, one a line.")
  private List<String> lists = List.of();

  List<String> manifests() {
    return manifests;
  }

  List<String> lists() {
    return lists;
  }

  boolean isEmpty() {
    return manifests.isEmpty() && lists.isEmpty();
  }
}
