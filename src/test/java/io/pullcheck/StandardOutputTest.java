package io.pullcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {

  private static StandardOutput failing(String why) {
    return new StandardOutput(
        new OutputStream() {
          @Override
          public void write(int each) throws IOException {
            throw new IOException(why);
          }
        });
  }

  private static StandardOutput written(StandardOutput output) {
    PrintWriter writer = new PrintWriter(output, true, StandardCharsets.UTF_8);
    writer.println("a report");
    return output;
  }

  @Test
  void whatAFullDiskDoesNotTakeIsRemembered() {
    assertThat(written(failing("No space left on device")).failure())
        .contains("No space left on device");
  }

  @Test
  void whoeverStopsReadingHasSeenEnough() {
    assertThat(written(failing("Broken pipe")).failure()).isEmpty();
  }

  @Test
  void allIsWritten() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();

    assertThat(written(new StandardOutput(file)).failure()).isEmpty();
    assertThat(file.toString(StandardCharsets.UTF_8)).isEqualTo("a report\n");
  }
}
