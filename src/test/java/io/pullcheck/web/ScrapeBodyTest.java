package io.pullcheck.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ScrapeBodyTest {

  private final ByteArrayOutputStream client = new ByteArrayOutputStream();
  private final AtomicLong size = new AtomicLong();

  @Test
  void inflatesWhatComesInPiecesOfAnySize() throws IOException {
    byte[] compressed = compressed("a scrape".repeat(1_000));
    for (int piece = 1; piece < 30; piece++) {
      client.reset();
      try (ScrapeBody body = body(Duration.ofMinutes(1))) {
        for (int at = 0; at < compressed.length; at += piece) {
          body.write(compressed, at, Math.min(piece, compressed.length - at));
        }
      }
      assertThat(client.toString(StandardCharsets.UTF_8)).isEqualTo("a scrape".repeat(1_000));
      assertThat(size).hasValue(8_000);
    }
  }

  @Test
  void aClientThatReadsTooSlowlyLosesItsPlace() {
    ScrapeBody body = body(Duration.ZERO);

    assertThatThrownBy(() -> body.write(compressed("a scrape")))
        .isInstanceOf(IOException.class)
        .hasMessage("the answer was not read within 0 s");
  }

  private ScrapeBody body(Duration longest) {
    return new ScrapeBody(new Client(client), true, longest, size::set);
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
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
