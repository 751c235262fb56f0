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
import java.nio.file.Files;
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
    Thread interrupted = new Thread(this::interrupted, "interrupted");
    Runtime.getRuntime().addShutdownHook(interrupted);
    Findings findings;
    if (terminal.shows(Terminal.Stream.ERR)) {
      try (ProgressDisplay _ =
          ProgressDisplay.start(err, terminal.width(), scan, registry::gates)) {
        findings = scan.run(threads);
      }
    } else {
      findings = scan.run(threads);
    }
    if (!reported.compareAndSet(false, true)) {
      // The other thread prints, and ends the process.
      interrupted.join();
    }
    Runtime.getRuntime().removeShutdownHook(interrupted);
    print(findings);
    return findings.exitStatus();
  }

  // A JVM that a signal ends has an exit status of its own, unless it halts before.
  private void interrupted() {
    if (reported.compareAndSet(false, true)) {
      Findings findings = scan.findings();
      if (terminal.shows(Terminal.Stream.ERR)) {
        err.println();
      }
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
      err.println("pullcheck: the job summary cannot be written: " + e);
    }
  }
}
