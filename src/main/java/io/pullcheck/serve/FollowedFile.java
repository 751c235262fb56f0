package io.pullcheck.serve;

import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small file that a flag names, and that is read again when it changes, as the files of Secrets
/// and ConfigMaps do. A file that cannot be taken is logged once, and what was read before stays in
/// force. [#refresh] is for one thread, [#get] for any.
final class FollowedFile<T> implements Supplier<T> {

  private static final Logger log = LoggerFactory.getLogger(FollowedFile.class);
  // In bytes.
  private static final int LARGEST = 1024 * 1024;

  /// Reads the content. The message of the exception completes the sentence "the file …".
  @FunctionalInterface
  interface Parser<T> {
    T parse(byte[] content) throws IOException;
  }

  private final Path file;
  private final Parser<T> parser;
  private byte[] seen;
  private boolean failing;
  private volatile T value;

  private FollowedFile(Path file, Parser<T> parser) throws IOException {
    this.file = file;
    this.parser = parser;
    this.seen = read();
    this.value = parser.parse(seen);
  }

  /// Reads the file for the first time.
  ///
  /// @throws UsageError if it cannot be taken
  static <T> FollowedFile<T> open(String flag, Path file, Parser<T> parser) {
    try {
      return new FollowedFile<>(file, parser);
    } catch (Unusable e) {
      throw UsageError.file(file, String.valueOf(e.getMessage())).at(flag);
    } catch (IOException e) {
      throw UsageError.unreadable(file, e).at(flag);
    }
  }

  /// The content cannot be taken.
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    Unusable(String message) {
      super(message);
    }
  }

  private byte[] read() throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new Unusable("is larger than " + LARGEST + " bytes");
    }
    return Files.readAllBytes(file);
  }

  @Override
  public T get() {
    return value;
  }

  /// Reads the file again.
  void refresh() {
    try {
      byte[] now = read();
      if (failing || !Arrays.equals(now, seen)) {
        value = parser.parse(now);
        seen = now;
        failing = false;
        log.atInfo().addKeyValue("file", file).log("file read again");
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        log.atWarn()
            .addKeyValue("file", file)
            .addKeyValue("problem", String.valueOf(e.getMessage()))
            .log("file cannot be taken, what was read before stays in force");
      }
    }
  }
}
