package io.pullcheck.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// A stream from a client all of which must come within some time, and no byte of which may be
/// waited for too long. With a limit on the single wait alone, a client that sends a byte now and
/// then would keep its place for ever.
final class HurriedStream extends FilterInputStream {

  private final Duration longestWait;
  private final Consumer<Duration> wait;
  private final LongSupplier nanoTime;
  private final long end;

  /// @param within how long the whole may take, from now on
  /// @param longestWait for the next byte
  /// @param wait is told before each read how long the next byte may be waited for
  HurriedStream(
      InputStream stream,
      Duration within,
      Duration longestWait,
      Consumer<Duration> wait,
      LongSupplier nanoTime) {
    super(stream);
    this.longestWait = longestWait;
    this.wait = wait;
    this.nanoTime = nanoTime;
    this.end = nanoTime.getAsLong() + within.toNanos();
  }

  @Override
  public int read() throws IOException {
    hurry();
    return super.read();
  }

  /// @throws SocketTimeoutException if the time for the whole is over
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    hurry();
    return super.read(into, offset, length);
  }

  private void hurry() throws SocketTimeoutException {
    Duration left = Duration.ofNanos(end - nanoTime.getAsLong());
    if (left.compareTo(Duration.ofMillis(1)) < 0) {
      throw new SocketTimeoutException("the body takes too long");
    }
    wait.accept(left.compareTo(longestWait) < 0 ? left : longestWait);
  }
}
