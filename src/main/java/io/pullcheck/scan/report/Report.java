package io.pullcheck.scan.report;

import java.util.Locale;

/// The format of the report.
public enum Report {
  /// For people: what is not available comes first.
  TABLE,
  /// A JSON array with one object for each image.
  JSON,
  /// JUnit's XML with a test case for each image.
  JUNIT,
  /// SARIF 2.1.0 of OASIS, with a result for each place that names an image.
  SARIF,
  /// Annotations of GitHub Actions, as commands in the log.
  GITHUB,
  /// GitLab's code quality report.
  GITLAB;

  /// The whole report, ending in a line break.
  ///
  /// @param version of this program
  /// @param colours whether a table may have them
  public String write(Findings findings, String version, boolean colours) {
    return switch (this) {
      case TABLE -> new TableReport(colours).write(findings);
      case JSON -> JsonReport.write(findings);
      case JUNIT -> JunitReport.write(findings);
      case SARIF -> SarifReport.write(findings, version);
      case GITHUB -> GithubReport.write(findings);
      case GITLAB -> GitlabReport.write(findings);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
