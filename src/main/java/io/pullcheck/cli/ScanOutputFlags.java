package io.pullcheck.cli;

import io.pullcheck.scan.Terminal;
import io.pullcheck.scan.report.Report;
import java.util.Locale;
import picocli.CommandLine.Option;

/// Flags of `scan` for how the report looks.
final class ScanOutputFlags {

  /// When a table has colours.
  enum Colours {
    AUTO,
    ALWAYS,
    NEVER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table, json, junit, sarif, github or gitlab.")
  private Report report = Report.TABLE;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "auto: on a terminal, unless NO_COLOR is set; always; never.")
  private Colours colours = Colours.AUTO;

  Report report() {
    return report;
  }

  boolean colours(Terminal terminal) {
    return switch (colours) {
      case AUTO -> terminal.wantsColours();
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }
}
