package io.pullcheck.model;

import java.util.regex.Pattern;

/// Hosts as references and URLs write them: a name or an address, with a port or without.
public final class HostName {

  private static final Pattern PORT = Pattern.compile(":[0-9]+$");

  private HostName() {}

  /// The host alone: `registry.example.com` of `registry.example.com:5000`.
  public static String withoutPort(String host) {
    return host.indexOf(':') < 0 ? host : PORT.matcher(host).replaceFirst("");
  }
}
