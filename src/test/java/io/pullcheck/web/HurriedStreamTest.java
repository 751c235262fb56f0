package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HurriedStreamTest {

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> waits = new ArrayList<>();

  @Test
  void aByteEverySecondDoesNotGoOnForEver() {
    try (InputStream slow = stream(Duration.ofSeconds(1))) {
      assertThatThrownBy(slow::readAllBytes).isInstanceOf(SocketTimeoutException.class);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }

    assertThat(waits).startsWith(Duration.ofSeconds(3)).endsWith(Duration.ofSeconds(1)).hasSize(10);
  }

  @Test
  void whatComesAtOnceIsRead() throws IOException {
    try (InputStream quick = stream(Duration.ZERO)) {
      assertThat(quick.readNBytes(1000)).hasSize(1000);
    }
  }

  /// Gives one byte at a time, after that time each.
  private InputStream stream(Duration each) {
    InputStream trickle =
        new InputStream() {
          @Override
          public int read() {
            nanos.addAndGet(each.toNanos());
            return 'x';
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            if (length == 0) {
              return 0;
            }
            into[offset] = (byte) read();
            return 1;
          }
        };
    return new HurriedStream(
        trickle, Duration.ofSeconds(10), Duration.ofSeconds(3), waits::add, nanos::get);
  }
}
