package io.pullcheck.scan.source;

import io.pullcheck.config.UsageError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// Reads files of text, at most 64 MiB of one.
final class InputFile {

  private static final int LARGEST = 64 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private InputFile() {}

  /// The content of a file.
  ///
  /// @throws UsageError of one line, if it is not there, too large or no text
  static String read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(file.toString(), stream);
    } catch (IOException e) {
      throw UsageError.unreadable(file, e);
    }
  }

  /// As [#read(Path)], of a stream that is not closed.
  static String read(String name, InputStream stream) throws IOException {
    byte[] content = stream.readNBytes(LARGEST + 1);
    if (content.length > LARGEST) {
      throw new UsageError(name + " is larger than 64 MiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.indexOf('\0') >= 0) {
        throw new UsageError(name + " is no text");
      }
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UsageError(name + " is no text in UTF-8", e);
    }
  }

  /// The manifests in a folder and those below it, by name; hidden files and folders are left out.
  /// Links to files are followed, and the folder itself may be one; links below it to folders are
  /// not, they may lead in circles.
  ///
  /// @param unreadable hears of each folder below that cannot be read
  /// @throws UsageError of one line, if the folder itself cannot be read
  static List<Path> manifests(Path folder, BiConsumer<Path, UsageError> unreadable) {
    List<Path> found = new ArrayList<>();
    List<Path> below = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        below.add(entry);
      } else if (isManifest(entry)) {
        found.add(entry);
      }
    }
    for (Path each : below) {
      try {
        found.addAll(manifests(each, unreadable));
      } catch (UsageError e) {
        unreadable.accept(each, e);
      }
    }
    return found.stream().sorted().toList();
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(entry -> !entry.getFileName().toString().startsWith(".")).toList();
    } catch (IOException e) {
      throw UsageError.unreadable(folder, e);
    } catch (UncheckedIOException e) {
      throw UsageError.file(folder, "cannot be read: " + e.getMessage());
    }
  }

  private static boolean isManifest(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Stream.of(".yaml", ".yml", ".json").anyMatch(name::endsWith)
        && Files.isRegularFile(file);
  }
}
