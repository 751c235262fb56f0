package io.pullcheck.demo;

import io.pullcheck.testing.RealParts;
import io.pullcheck.testing.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A store to train by: redis-server where there is one, else an address at which nobody is, which
/// teaches most of what there is to learn.
///
/// @param key the fleet key's file
record TrainingStore(Optional<RedisServer> redis, Path key) implements AutoCloseable {

  private static final int KEY = 40;

  static TrainingStore open() throws IOException {
    Path key = Files.createTempFile("fleet", ".key");
    key.toFile().deleteOnExit();
    Files.writeString(key, "k".repeat(KEY));
    return new TrainingStore(
        RealParts.find("redis-server").isPresent() && RealParts.find("redis-cli").isPresent()
            ? Optional.of(RedisServer.open())
            : Optional.empty(),
        key);
  }

  String url() {
    return redis.map(RedisServer::url).orElse("redis://127.0.0.1:9");
  }

  @Override
  public void close() {
    redis.ifPresent(RedisServer::close);
  }
}
