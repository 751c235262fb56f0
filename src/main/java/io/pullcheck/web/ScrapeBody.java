package io.pullcheck.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Passes a scrape on, compressed or not, as far as the client reads it in time.
final class ScrapeBody extends ServletOutputStream {

  // A scrape's lines are much alike.
  private static final int LEVEL = Deflater.BEST_SPEED;
  private static final int BUFFER = 1 << 16;

  private final ServletOutputStream client;
  private final OutputStream out;
  private final long start = System.nanoTime();
  private final Duration longest;
  private final LongConsumer size;
  private long written;

  /// @param compressed whether the client gets gzip
  /// @param longest until when the client must have read all
  /// @param size hears at the end how many bytes were written, before compression
  ScrapeBody(ServletOutputStream client, boolean compressed, Duration longest, LongConsumer size)
      throws IOException {
    this.client = client;
    this.out = compressed ? gzip(client) : client;
    this.longest = longest;
    this.size = size;
  }

  private static OutputStream gzip(OutputStream client) throws IOException {
    return new GZIPOutputStream(client, BUFFER) {
      {
        def.setLevel(LEVEL);
      }
    };
  }

  @Override
  public void write(int next) throws IOException {
    write(new byte[] {(byte) next}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (System.nanoTime() - start > longest.toNanos()) {
      throw new IOException("the answer was not read within " + longest.toSeconds() + " s");
    }
    written += length;
    out.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    // Said before the client has the end.
    size.accept(written);
    out.close();
  }

  @Override
  public boolean isReady() {
    return client.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    client.setWriteListener(listener);
  }
}
