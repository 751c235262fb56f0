package io.pullcheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.PullcheckProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// The threads that a scan leaves to its JVM, which waits 0.3 s at its end for each that is in
/// native code: for the sockets of virtual threads, or of a HTTP client.
final class LeftThreads {

  private LeftThreads() {}

  /// Runs a scan that finds everything.
  ///
  /// @return their names
  static List<String> ofScan(Path folder, String... arguments) throws IOException {
    Path recording = folder.resolve("scan.jfr");
    List<String> command = new ArrayList<>(List.of(PullcheckProcess.launcher().toString(), "scan"));
    command.addAll(List.of(arguments));
    Command.Result result =
        Command.run(
            Map.of(
                "PULLCHECK_JAVA_OPTS",
                "-Xlog:jfr*=off -XX:StartFlightRecording:filename=" + recording),
            "",
            command);
    assertThat(result.exit()).as(result.err()).isZero();
    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    List<String> left = new ArrayList<>(names(events, "jdk.ThreadStart"));
    names(events, "jdk.ThreadEnd").forEach(left::remove);
    return left;
  }

  private static List<String> names(List<RecordedEvent> events, String type) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .map(event -> String.valueOf(event.getThread().getJavaName()))
        .toList();
  }
}
