package io.pullcheck.demo;

import io.pullcheck.testing.DockerRegistry;
import io.pullcheck.testing.InProcessRegistry;
import io.pullcheck.testing.RealParts;
import java.io.IOException;

/// The demo's registry: docker-registry where there is one, else one inside this process.
interface DemoRegistry extends AutoCloseable {

  static DemoRegistry start() throws IOException {
    return RealParts.find("docker-registry").isPresent()
        ? new Real(DockerRegistry.open())
        : new StandIn(new InProcessRegistry());
  }

  /// What it is, in words.
  String description();

  String host();

  /// Pushes an image and returns its name.
  String push(String repository, String tag) throws Exception;

  void delete(String repository, String tag) throws Exception;

  @Override
  void close();

  /// The real one.
  record Real(DockerRegistry registry) implements DemoRegistry {
    @Override
    public String description() {
      return "Debian's docker-registry";
    }

    @Override
    public String host() {
      return registry.host();
    }

    @Override
    public String push(String repository, String tag) throws Exception {
      return registry.push(repository, tag);
    }

    @Override
    public void delete(String repository, String tag) throws Exception {
      registry.delete(repository, tag);
    }

    @Override
    public void close() {
      registry.close();
    }
  }

  /// The one inside this process.
  record StandIn(InProcessRegistry registry) implements DemoRegistry {
    @Override
    public String description() {
      return "an in-process stand-in (no docker-registry on this machine)";
    }

    @Override
    public String host() {
      return registry.host();
    }

    @Override
    public String push(String repository, String tag) {
      return registry.put(repository, tag);
    }

    @Override
    public void delete(String repository, String tag) {
      registry.delete(repository, tag);
    }

    @Override
    public void close() {
      registry.close();
    }
  }
}
