package io.pullcheck.cli;

import io.pullcheck.registry.RegistryClient;
import io.pullcheck.scan.ProgressDisplay;
import io.pullcheck.scan.Scan;
import io.pullcheck.scan.Terminal;
import io.pullcheck.scan.report.Findings;
import io.pullcheck.scan.report.GithubReport;
import io.pullcheck.scan.report.Report;
import io.pullcheck.serve.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/// Runs a scan and prints its report once: when it is done, or at Ctrl-C with what is known by
/// then.
///
/// @param summary where GitHub Actions wants a job's summary
record ScanRun(
    Scan scan,
    RegistryClient registry,
    Report report,
    boolean colours,
    Terminal terminal,
    PrintWriter out,
    PrintWriter err,
    Optional<Path> summary,
    AtomicBoolean reported) {

  private static final int INTERRUPTED = 130;

  /// Waits for the end, and prints the report.
  ///
  /// @return the exit status
  int run(ExecutorService threads) throws InterruptedException {
    Runnable hide = progress();
    Thread interrupted = new Thread(() -> interrupted(hide), "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    Findings findings;
    try {
      findings = scan.run(threads);
    } finally {
      hide.run();
    }
    if (!reported.compareAndSet(false, true)) {
      // The other thread prints, and ends the process.
      interrupted.join();
    }
    Runtime.getRuntime().removeShutdownHook(interrupted);
    print(findings);
    return findings.exitStatus();
  }

  /// Shows how far the scan is, where somebody watches, until what is returned is run.
  private Runnable progress() {
    return terminal.shows(Terminal.Stream.ERR)
        ? ProgressDisplay.start(err, terminal.width(), scan, registry::gates)::close
        : () -> {};
  }

  // A JVM that a signal ends has an exit status of its own, unless it halts before.
  private void interrupted(Runnable hide) {
    if (reported.compareAndSet(false, true)) {
      Findings findings = scan.findings();
      // Or the bar would be drawn into the report.
      hide.run();
      print(findings);
      Scan.Progress progress = scan.progress();
      err.println(
          "pullcheck: interrupted: this is not all, %d of %d images were not checked"
              .formatted(progress.all() - progress.done(), progress.all()));
      err.flush();
      Runtime.getRuntime().halt(INTERRUPTED);
    }
  }

  private void print(Findings findings) {
    findings.problems().forEach(problem -> err.println("pullcheck: " + problem));
    err.flush();
    out.print(report.write(findings, Version.text(), colours));
    out.flush();
    if (report == Report.GITHUB) {
      summary.ifPresent(file -> append(file, GithubReport.summary(findings)));
    }
  }

  private void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      String why =
          switch (e) {
            case NoSuchFileException _ -> "no such folder";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(e.getMessage());
          };
      err.println("pullcheck: GITHUB_STEP_SUMMARY: " + file + " cannot be written: " + why);
    }
  }
}
