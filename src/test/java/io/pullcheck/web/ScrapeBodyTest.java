package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class ScrapeBodyTest {

  private final ByteArrayOutputStream client = new ByteArrayOutputStream();
  private final AtomicLong size = new AtomicLong();

  @Test
  void compressesWhatComesInPiecesOfAnySize() throws IOException {
    byte[] text = "a scrape".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    for (int piece = 1; piece < 30; piece++) {
      client.reset();
      try (ScrapeBody body = body(true, Duration.ofMinutes(1))) {
        for (int at = 0; at < text.length; at += piece) {
          body.write(text, at, Math.min(piece, text.length - at));
        }
      }
      assertThat(client.size()).isLessThan(500);
      assertThat(new GZIPInputStream(new ByteArrayInputStream(client.toByteArray())).readAllBytes())
          .isEqualTo(text);
      assertThat(size).hasValue(8_000);
    }
  }

  @Test
  void aClientThatReadsTooSlowlyLosesItsPlace() throws IOException {
    ScrapeBody body = body(false, Duration.ZERO);

    assertThatThrownBy(() -> body.write("a scrape".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class)
        .hasMessage("the answer was not read within 0 s");
  }

  private ScrapeBody body(boolean compressed, Duration longest) throws IOException {
    return new ScrapeBody(new Client(client), compressed, longest, size::set);
  }

  private static final class Client extends ServletOutputStream {

    private final ByteArrayOutputStream read;

    Client(ByteArrayOutputStream read) {
      this.read = read;
    }

    @Override
    public void write(int next) {
      read.write(next);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
