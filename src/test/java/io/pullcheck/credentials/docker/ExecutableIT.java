package io.pullcheck.credentials.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.docker.Executable.Outcome;
import io.pullcheck.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutableIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;

  /// Forty are asked for at once, of which eight run at a time.
  @Test
  void onlyAFewRunAtATime(@TempDir Path running) throws Exception {
    String script =
        "touch $DIR/$$; ls $DIR | wc -l; read line; rm $DIR/$$".replace("$DIR", running.toString());
    Semaphore places = Executable.newPlaces();
    List<Integer> seen = new CopyOnWriteArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 40; i++) {
        var _ =
            threads.submit(
                () -> {
                  Executable program =
                      new Executable(List.of("/bin/sh", "-c", script), Map.of(), LONG, places);
                  if (program.run("\n") instanceof Outcome.Exited exited) {
                    seen.add(Integer.parseInt(exited.output().strip()));
                  }
                  return seen;
                });
      }
    }

    assertThat(seen).hasSize(40).allMatch(others -> others <= 8);
    assertThat(places.availablePermits()).isEqualTo(8);
  }

  @Test
  void whoeverGetsNoPlaceInTimeIsToldSo() throws Exception {
    Semaphore places = Executable.newPlaces();
    places.acquire(8);

    assertThat(new Executable(List.of("true"), Map.of(), Duration.ofMillis(20), places).run(""))
        .isEqualTo(new Outcome.Failed("could not be started within 0 s: too many others run"));
  }

  @Test
  void itReadsItsInputAndItsEnvironmentAndWritesItsOutput() throws InterruptedException {
    Executable shell =
        shell("cat; printf %s \"$ADDED\"; test -n \"$PATH\"; echo trouble >&2; exit 3", LONG);

    assertThat(shell.run("input ")).isEqualTo(new Outcome.Exited(3, "input new", "trouble\n"));
  }

  @Test
  void itNeedNotReadWhatItIsGiven() throws InterruptedException {
    assertThat(shell("exec <&-; echo done", LONG).run("x".repeat(1_000_000)))
        .isEqualTo(new Outcome.Exited(0, "done\n", ""));
  }

  @Test
  void afterItsTimeItIsEndedWithWhatItStarted() throws InterruptedException, IOException {
    Path pid = folder.resolve("pid");
    Executable slow = shell("sleep 600 & echo $! >" + pid + "; wait", Duration.ofSeconds(2));

    assertThat(slow.run("")).isEqualTo(new Outcome.Failed("did not end within 2 s"));
    long child = Long.parseLong(Files.readString(pid).strip());
    Waiting.eventually(() -> ProcessHandle.of(child).isEmpty());
  }

  @Test
  void oneThatClosesItsStreamsAndGoesOnIsEndedToo() throws InterruptedException {
    assertThat(shell("exec >&- 2>&-; sleep 600", Duration.ofSeconds(1)).run(""))
        .isEqualTo(new Outcome.Failed("did not end within 1 s"));
  }

  @Test
  void endlessOutputIsCutOff() throws InterruptedException {
    assertThat(shell("exec yes", LONG).run(""))
        .isInstanceOfSatisfying(
            Outcome.Exited.class,
            exited -> {
              assertThat(exited.status()).isNotZero();
              assertThat(exited.output()).hasSize(1 << 20);
            });
  }

  @Test
  void whatCannotBeStartedIsAFailure() throws InterruptedException, IOException {
    Path noProgram = Files.writeString(folder.resolve("text"), "no program");
    Path gone = folder.resolve("gone");

    for (Path path : List.of(noProgram, gone, folder)) {
      assertThat(
              new Executable(List.of(path.toString()), Map.of(), LONG, Executable.newPlaces())
                  .run(""))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.why()).startsWith("could not be started: "));
    }
    assertThat(
            new Executable(List.of("true"), Map.of("A=B", "c"), LONG, Executable.newPlaces())
                .run(""))
        .isInstanceOf(Outcome.Failed.class);
  }

  private static Executable shell(String script, Duration timeout) {
    return new Executable(
        List.of("/bin/sh", "-c", script), Map.of("ADDED", "new"), timeout, Executable.newPlaces());
  }
}
