package io.pullcheck.rescue;

import io.pullcheck.model.ImageReference;
import java.util.Optional;
import java.util.function.Function;

/// What is known of how images can be had back, where no pods are watched.
public final class TestingRescues {

  private TestingRescues() {}

  /// By the host that each image names.
  ///
  /// @param registryOf the host that is asked about an image; empty if its name is not valid
  public static Rescues asking(Function<String, String> registryOf) {
    return asking(registryOf, new RunningPods(false));
  }

  public static Rescues asking(Function<String, String> registryOf, RunningPods pods) {
    return new Rescues(
        image ->
            Optional.of(registryOf.apply(image))
                .filter(host -> !host.isEmpty())
                .map(
                    host ->
                        ImageReference.parse(image, host)
                            .orElseGet(
                                () ->
                                    new ImageReference(
                                        host, "other", Optional.of("v1"), Optional.empty()))),
        pods);
  }
}
