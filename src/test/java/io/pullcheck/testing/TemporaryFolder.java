package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Folders for the data of real parts. An API server's has 150 MB, a benchmark's registry's may
/// have gigabytes: without an end to them a machine on which tests run each day is soon full.
///
/// A test class that needs a folder for itself has JUnit's `@TempDir`.
public final class TemporaryFolder {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Set<Path> LEFT = ConcurrentHashMap.newKeySet();

  static {
    // For what nobody closes: a part that all tests of a JVM share, or one that failed to start.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> LEFT.forEach(TemporaryFolder::delete)));
  }

  private TemporaryFolder() {}

  /// A new one. Who makes it deletes it; if nobody has, it goes when the JVM ends.
  public static Path create(String prefix) throws IOException {
    Path folder = Files.createTempDirectory(prefix);
    LEFT.add(folder);
    return folder;
  }

  /// Deletes it with all that is in it, but nothing that a link in it points to.
  ///
  /// A process that was killed may have children that write there for a moment more, so this tries
  /// for some seconds. It fails no test: what is left then is tried again when the JVM ends.
  public static void delete(Path folder) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isDeleted(folder)) {
      if (System.nanoTime() - end > 0) {
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    LEFT.remove(folder);
  }

  private static boolean isDeleted(Path folder) {
    try {
      Path _ = Files.walkFileTree(folder, new Deletion());
      return true;
    } catch (IOException e) {
      return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      boolean _ = Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      boolean _ = Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
