package io.pullcheck.registry.http;

import java.time.Duration;

/// Is told what is asked of registries; the metrics stand behind it. Must not block.
public interface RegistryObserver {

  RegistryObserver NONE =
      new RegistryObserver() {
        @Override
        public void requestDone(String registry, String code) {}

        @Override
        public void checkDone(String registry, Duration took) {}
      };

  /// One HTTP request has been answered, or has failed.
  ///
  /// @param registry host as it stands in references
  /// @param code the status, or the word of the reason for which there is none
  void requestDone(String registry, String code);

  /// One check has come to its verdict; the time in the lane does not count.
  void checkDone(String registry, Duration took);
}
