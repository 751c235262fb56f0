package io.pullcheck.registry.http;

/// Sends one request, without following redirects, when its host's gate lets it.
@FunctionalInterface
public interface Sender {
  Reply send(HttpCall call);
}
