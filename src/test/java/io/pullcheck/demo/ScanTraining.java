package io.pullcheck.demo;

import io.pullcheck.testing.Command;
import io.pullcheck.testing.TemporaryFolder;
import io.pullcheck.testing.TestingTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Runs `pullcheck scan` on a list and a manifest, against a registry inside this process, so that
/// the JVM sees which classes that needs and keeps them in a cache (JEP 514):
///
///     ScanTraining CACHE PROGRAM...
///
/// with a program that starts Pullcheck with `-XX:AOTCacheOutput=CACHE`, or has the launcher do so.
final class ScanTraining {

  private static final int PLAIN = 200;
  private static final int ENCRYPTED = 50;

  private ScanTraining() {}

  public static void main(String[] args) throws Exception {
    TrainedCache cache = new TrainedCache(Path.of(args[0]));
    cache.clear();
    Path folder = TemporaryFolder.create("training");
    TestingTls tls = new TestingTls(List.of("127.0.0.1"));
    tls.write(folder);
    try (TrainingRegistry registry = TrainingRegistry.open(tls.context())) {
      Path list = Files.write(folder.resolve("images"), images(registry).toList());
      Path pod =
          Files.writeString(
              folder.resolve("pod.yaml"),
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: training}
              spec: {containers: [{name: main, image: "%s/training:1"}]}
              """
                  .formatted(registry.plainHost()));
      List<String> command = new ArrayList<>(List.of(args).subList(1, args.length));
      command.addAll(
          List.of(
              "scan", "--timeout=0s", "--capath=" + folder.resolve("ca.pem"), "--list=" + list));
      command.addAll(List.of("-f", pod.toString()));
      // Where the launcher would look for one by itself is no matter.
      Command.Result scanned =
          Command.run(Map.of("JAVA_HOME", System.getProperty("java.home")), "", command);
      // Without answers it would have learned half.
      if (!cache.isMade()
          || !scanned.out().contains("AVAILABLE  " + registry.plainHost())
          || !scanned.out().contains("AVAILABLE  " + registry.encryptedHost())) {
        throw new IOException("no cache of a scan was made: " + scanned.out() + scanned.err());
      }
    }
    System.exit(0);
  }

  private static Stream<String> images(TrainingRegistry registry) {
    return Stream.concat(
        names(registry.plainHost(), PLAIN), names(registry.encryptedHost(), ENCRYPTED));
  }

  private static Stream<String> names(String host, int tags) {
    return IntStream.range(0, tags).mapToObj(tag -> host + "/training:" + tag);
  }
}
