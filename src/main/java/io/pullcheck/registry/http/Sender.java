package io.pullcheck.registry.http;

import java.util.function.Function;

/// Sends one request, without following redirects, when its host's gate lets it.
@FunctionalInterface
public interface Sender {

  /// Blocks until the reply is there and used.
  ///
  /// @param use what to make of the reply: its body counts as memory until this returns, and must
  ///   not be kept
  <T> T send(HttpCall call, Function<Reply, T> use);
}
