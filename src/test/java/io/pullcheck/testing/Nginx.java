package io.pullcheck.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Debian's nginx as a process on loopback, over plain HTTP.
public final class Nginx implements AutoCloseable {

  private final int port = Ports.free();
  private final Path folder;
  private final ChildProcess process;

  /// @param locations of its one server
  public Nginx(String locations) throws IOException {
    Path program = RealParts.require("nginx");
    folder = TemporaryFolder.create("nginx");
    Path config =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off;
            master_process off;
            pid %1$s/pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                %3$s
              }
            }
            """
                .formatted(folder, port, locations));
    process =
        ChildProcess.start(
            Map.of(),
            List.of(program.toString(), "-p", folder.toString(), "-c", config.toString()));
    Ports.awaitListening(port);
  }

  /// As it stands in an image's name: `127.0.0.1:41234`.
  public String host() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
    TemporaryFolder.delete(folder);
  }
}
