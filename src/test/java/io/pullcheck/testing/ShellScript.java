package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Makes small programs.
public final class ShellScript {

  private ShellScript() {}

  /// Writes an executable script for the shell.
  ///
  /// By another process: were the file open in ours, a process that another test starts at that
  /// moment would hold it open too, and Linux does not run a file that is open for writing.
  public static Path write(Path file, String script) throws IOException {
    List<String> writer =
        List.of("/bin/sh", "-c", "cat >\"$0\" && chmod 700 \"$0\"", file.toString());
    Command.Result written = Command.run(Map.of(), "#!/bin/sh\n" + script + "\n", writer);
    if (written.exit() != 0) {
      throw new IOException(written.err());
    }
    return file;
  }
}
