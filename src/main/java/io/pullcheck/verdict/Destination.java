package io.pullcheck.verdict;

import java.util.Objects;

/// Which registry a pull asks, as far as the order of checks is concerned.
///
/// @param host whose registry is asked; the pulls of one host share a queue
/// @param repository on that host; its pulls are checked one after the other, while one token holds
public record Destination(String host, String repository) {

  /// For a pull that no registry is asked about, such as one of an invalid reference.
  public static final Destination NOWHERE = new Destination("", "");

  public Destination {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(repository, "repository");
  }
}
