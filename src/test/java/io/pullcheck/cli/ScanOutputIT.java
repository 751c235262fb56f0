package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.ChildProcess;
import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the report of `pullcheck scan` goes: a terminal, a file, a pipe; and when it goes there at
/// Ctrl-C.
final class ScanOutputIT {

  @TempDir Path folder;

  @Test
  void ctrlCPrintsWhatIsKnownAndSaysThatItIsNotAll() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ChildProcess process =
            ChildProcess.start(
                Map.of(),
                List.of(
                    // Whoever starts the tests in the background has made them ignore it.
                    "env",
                    "--default-signal=INT",
                    PullcheckProcess.launcher().toString(),
                    "scan",
                    "Bad/Name",
                    "127.0.0.1:" + silent.getLocalPort() + "/a/b:1"))) {
      silent.accept();
      Command.run(List.of("kill", "-INT", Long.toString(process.pid())));

      assertThat(process.exitStatus()).isEqualTo(130);
      assertThat(process.output())
          .contains("NOT AVAILABLE  Bad/Name")
          .contains("NOT CHECKED  127.0.0.1:" + silent.getLocalPort() + "/a/b:1")
          .endsWith("pullcheck: interrupted: this is not all, 1 of 2 images were not checked\n");
    }
  }

  @Test
  void aTerminalHasColoursAndABar() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String command =
          "%s scan --timeout=0s --check-timeout=1s 127.0.0.1:%d/a/b:1"
              .formatted(PullcheckProcess.launcher(), silent.getLocalPort());

      assertThat(screen(command, ""))
          .contains("[....................] 0/1  0/s  127.0.0.1:" + silent.getLocalPort())
          .contains("\u001B[33;1mNOT VERIFIED\u001B[0m");
      assertThat(screen(command, "1")).doesNotContain("\u001B[33;1m");
    }
  }

  @Test
  void theBarIsGoneWhenCtrlCPrintsTheReport() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String command =
          "timeout -s INT 4 env --default-signal=INT %s scan 127.0.0.1:%d/a/b:1"
              .formatted(PullcheckProcess.launcher(), silent.getLocalPort());

      String screen = screen(command, "1");

      assertThat(screen.substring(screen.lastIndexOf('\u001B')))
          .isEqualTo(
              """
              \u001B[KNOT CHECKED  127.0.0.1:%d/a/b:1

              1 image: 0 available, 0 not available, 1 not verified
              pullcheck: interrupted: this is not all, 1 of 1 images were not checked
              """
                  .formatted(silent.getLocalPort())
                  .replace("\n", "\r\n"));
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsNotPassedOverInSilence() throws Exception {
    Command.Result full = shell("\"$0\" scan Bad/Name > /dev/full");
    assertThat(full.err())
        .isEqualTo("pullcheck: standard output cannot be written: No space left on device\n");
    assertThat(full.exit()).isEqualTo(2);

    Command.Result pipe = shell("\"$0\" scan Bad/Name | true");
    assertThat(pipe.err()).isEmpty();
  }

  @Test
  void aJobSummaryThatCannotBeWrittenIsOneLine() throws Exception {
    Path file = folder.resolve("missing/summary.md");
    Command.Result result =
        Command.run(
            Map.of("GITHUB_STEP_SUMMARY", file.toString()),
            "",
            List.of(PullcheckProcess.launcher().toString(), "scan", "-o", "github", "Bad/Name"));

    assertThat(result.err())
        .isEqualTo(
            "pullcheck: GITHUB_STEP_SUMMARY: " + file + " cannot be written: no such folder\n");
    assertThat(result.exit()).isEqualTo(1);
  }

  /// What the command writes to a terminal.
  private static String screen(String command, String noColor) throws IOException {
    Map<String, String> environment = Map.of("TERM", "xterm", "NO_COLOR", noColor);
    return Command.run(environment, "", List.of("script", "-qec", command, "/dev/null")).out();
  }

  private static Command.Result shell(String script) throws IOException {
    return Command.run(List.of("sh", "-c", script, PullcheckProcess.launcher().toString()));
  }
}
