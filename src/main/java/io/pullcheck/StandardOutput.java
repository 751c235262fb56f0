package io.pullcheck;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// The process's standard output. A [java.io.PrintWriter] keeps it to itself when something cannot
/// be written, and [System#out] forgets why: a report that a full disk has cut off would look like
/// a whole one.
final class StandardOutput extends OutputStream {

  // Whoever reads has seen enough, as `head` has: nothing is lost that anybody wants.
  private static final String CLOSED_PIPE = "Broken pipe";

  private final OutputStream file;
  private Optional<String> failure = Optional.empty();

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream file) {
    this.file = file;
  }

  @Override
  public void write(int each) throws IOException {
    write(new byte[] {(byte) each}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      file.write(bytes, offset, length);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      failure = failure.or(() -> Optional.of(why).filter(each -> !each.equals(CLOSED_PIPE)));
      throw e;
    }
  }

  /// Why something could not be written; nothing if all was, or nobody reads it any more.
  synchronized Optional<String> failure() {
    return failure;
  }
}
