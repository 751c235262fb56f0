package io.pullcheck;

import io.pullcheck.cli.Commands;
import java.io.PrintStream;
import java.io.PrintWriter;

/// Where the program starts.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(Commands.run(args, writer(System.out), writer(System.err)));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }
}
