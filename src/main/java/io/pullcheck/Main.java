package io.pullcheck;

import io.pullcheck.cli.Commands;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Optional;

/// Where the program starts.
public final class Main {

  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] args) {
    StandardOutput standard = new StandardOutput();
    PrintWriter out = writer(standard, System.out.charset());
    PrintWriter err = writer(System.err, System.err.charset());
    System.exit(status(Commands.run(args, out, err), standard, out, err));
  }

  private static int status(int own, StandardOutput standard, PrintWriter out, PrintWriter err) {
    out.flush();
    Optional<String> failure = standard.failure();
    failure.ifPresent(why -> err.println("pullcheck: standard output cannot be written: " + why));
    return failure.isPresent() ? USAGE : own;
  }

  private static PrintWriter writer(OutputStream stream, Charset charset) {
    return new PrintWriter(stream, true, charset);
  }
}
