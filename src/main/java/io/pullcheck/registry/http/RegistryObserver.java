package io.pullcheck.registry.http;

import java.time.Duration;

/// Hears of every request and every check; the metrics listen. Must not block.
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
  /// @param code the HTTP status, or the reason's word where there is none
  void requestDone(String registry, String code);

  /// One check has its verdict.
  ///
  /// @param took without the time that the check waited at the host's gate
  void checkDone(String registry, Duration took);
}
