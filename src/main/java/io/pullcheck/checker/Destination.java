package io.pullcheck.checker;

import java.util.Objects;

/// Where a pull goes, as far as the order of checks is concerned.
///
/// @param host whose registry is asked; pulls of one host wait in one line
/// @param repository on that host; its pulls are checked together, while their token lives
public record Destination(String host, String repository) {

  /// Of what no registry is asked about, such as an invalid reference.
  public static final Destination NOWHERE = new Destination("", "");

  public Destination {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(repository, "repository");
  }
}
